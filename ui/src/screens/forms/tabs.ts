// The screens of 表样, one beside the other.
export const formTabs = [
  { key: "forms", label: "表样", to: "/forms" },
  { key: "fonts", label: "字体", to: "/forms/fonts" },
];
