// Asking yes or no, and saying that something was done. Screens use these, not Element's own calls.
import { h } from "vue";
import { ElMessage, ElMessageBox } from "element-plus";

export interface Confirm {
  title: string;
  text: string;
  yes: string;
  no?: string;
  danger?: boolean;
  /** A third way beside yes and no, with what it means. */
  third?: { label: string; words: string };
}

export const askConfirm = async (question: Confirm): Promise<boolean> => (await askThree(question)) === "yes";

/** `third` only where the question has one. */
export async function askThree({ title, text, yes, no = "取消", danger = false, third }: Confirm): Promise<"yes" | "no" | "third"> {
  let chosen = false;
  // Element has two buttons: the third goes out by the way of the first, and is remembered.
  const take = (event: MouseEvent): void => {
    chosen = true;
    (event.currentTarget as HTMLElement).closest(".el-message-box")?.querySelector<HTMLElement>(".el-message-box__btns button")?.click();
  };
  const message = third ? h("div", [h("p", text), h("p", { class: "third" }, [h("button", { type: "button", class: "as-link", onClick: take }, third.label), h("span", third.words)])]) : text;
  try {
    await ElMessageBox.confirm(message, title, {
      confirmButtonText: yes,
      cancelButtonText: no,
      confirmButtonType: danger ? "danger" : "primary",
      closeOnClickModal: false,
      // Leaving by the Back key changes the address before it asks; the question must stay.
      closeOnHashChange: false,
      autofocus: true,
    });
    return "yes";
  } catch {
    return chosen ? "third" : "no";
  }
}

/** The newest word takes the place of the older ones: none is held back because others still stand. */
export function sayDone(text: string): void {
  ElMessage.closeAll();
  ElMessage({ message: text, type: "success", duration: 3000, customClass: "said", plain: true });
}

/** The same, with the way to what is to be seen. */
export function sayDoneWith(text: string, way: { label: string; go: () => void }): void {
  ElMessage.closeAll();
  const go = (): void => {
    ElMessage.closeAll();
    way.go();
  };
  ElMessage({ message: h("span", [text, "　", h("button", { type: "button", class: "as-link", onClick: go }, way.label)]), type: "warning", duration: 12000, showClose: true, customClass: "said", plain: true });
}

/** Says why what the user did has no effect here. */
export function sayHint(text: string): void {
  ElMessage.closeAll();
  ElMessage({ message: text, type: "warning", duration: 6000, grouping: true, customClass: "said", plain: true });
}

/** Says what went wrong outside the screen itself, over whatever dialog is open; it stays until it has been read. */
export function sayFault(error: { message: string; remedy: string }): void {
  ElMessage.closeAll();
  ElMessage({ message: [error.message, error.remedy].filter(Boolean).join("　"), type: "error", duration: 0, showClose: true, customClass: "said", plain: true });
}
