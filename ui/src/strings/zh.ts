// Words that more than one screen uses. One language, one place; those the forms print too come from the program (`ipc/words.ts`).
import type { PackageForm, RecordKind } from "../ipc";

type Words<K extends string> = { readonly [key in K]: string };

export { kindWords, levelWords, noteCategories, originalityWords, outcomeWords, purposeWords, signatureWords, stateWords } from "../ipc/words";
export const kindAbout: Words<RecordKind> = {
  notebook: "谈话、听取意见等，按原意记下来",
  meeting: "应到实到、逐人意见、表决与决议",
  ballot: "发出收回、有效无效与各人得票",
  letter: "去函与复函的文号和日期",
  notice: "公示、预告的起止与反映",
  review: "逐项核对结果与结论",
  document: "方案、报告、请示等成文材料",
  decision: "批准、决定与起算日期",
};
export const formWords: Words<PackageForm> = { folder: "文件夹", zip: "压缩包（zip）" };

export const businessKinds = ["个别提拔任职", "换届", "公开选拔（竞争上岗）", "平级调整（交流）", "免职（到龄退休）", "试用期满转正", "特殊需要人选组织推荐"];
export const editions = ["2019", "2014", "2002"];
export const meetingSessions = ["部务会", "常委会", "党组会", "书记专题会", "民主推荐会议"];
export const stances = ["同意", "不同意", "缓议"];
export const roles = ["主持人", "记录人", "谈话人", "谈话对象", "汇报人", "计票人", "监票人", "考察组长", "考察组成员", "参加人"];
export const signRoles = ["责任人", "主持人", "记录人", "谈话人", "计票人", "监票人", "审核人", "部主要负责人", "党组织主要负责人", "纪检组织主要负责人"];
export const decisionResults = ["同意", "通过", "暂缓", "否决"];
export const secrecyLevels = ["", "内部", "秘密★10年", "机密★10年", "机密★20年"];

/** 2 项, or 无 */
export const count = (n: number, unit: string): string => (n ? `${n} ${unit}` : `无`);

export const unsaved = {
  title: "内容还没有保存",
  text: "现在离开，刚才填写的内容会丢失。",
  stay: "留下继续填写",
  leave: "不保存并离开",
};
