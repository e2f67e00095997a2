// Lists a review may start from. Words of the rules as domain.md gives them (recalled, to be held against the texts); each line is
// data in the record afterwards and may be changed there.
import type { ReviewTopic } from "../../ipc";

export interface ReviewList {
  name: string;
  topic: ReviewTopic;
  items: readonly string[];
  /** Where lines of one list answer to different rules. */
  topics?: { readonly [item: string]: ReviewTopic };
}

export const reviewLists: readonly ReviewList[] = [
  {
    name: "凡提四必",
    topic: "other",
    items: ["干部档案审核", "个人有关事项报告查核", "纪检监察机关意见", "信访举报查核"],
    topics: { 干部档案审核: "archive", 个人有关事项报告查核: "assets", 纪检监察机关意见: "discipline", 信访举报查核: "petition" },
  },
  { name: "三龄两历一身份", topic: "file_facts", items: ["年龄", "工龄", "党龄", "学历", "工作经历", "干部身份"] },
  {
    name: "不得列为考察对象七项",
    topic: "bar",
    items: [
      "违反政治纪律和政治规矩",
      "群众公认度不高",
      "上一年度年度考核结果为基本称职以下等次",
      "有跑官、拉票等非组织行为",
      "除特殊岗位需要外，配偶已移居国（境）外；或者没有配偶但子女均已移居国（境）外",
      "受到诫勉、组织处理或者党纪政务处分等影响期未满或者期满影响使用",
      "其他原因不宜提拔或者进一步使用",
    ],
  },
  { name: "资格条件", topic: "qualification", items: ["工龄", "基层工作经历", "任职年限", "下一级两个以上职位任职经历", "学历", "培训", "党龄", "身体条件"] },
  { name: "经济责任审计", topic: "audit", items: ["经济责任审计"] },
];
