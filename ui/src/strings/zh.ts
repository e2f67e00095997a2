// Words that more than one screen uses. One language, one place; those the forms print too come from the program (`ipc/words.ts`).
import type { Condition, DueState, DutyKind, Light, MaterialContent, Movement, NotebookAct, PackageForm, RecordKind, Tier } from "../ipc";

type Words<K extends string> = { readonly [key in K]: string };

export {
  addresseeWords, kindWords, levelWords, mannerWords, meetingBodyWords, nominationWords, noteCategories, noticeWords, originalityWords, outcomeWords, partWords,
  purposeWords, rateBasisWords, signatureWords, stateWords, withdrawn,
} from "../ipc/words";
import { suggestions } from "../ipc/words";
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

export const noteActWords: Words<NotebookAct> = { written: "记", corrected: "更正", undone: "撤回", filed: "归入步骤" };
export const dueStateWords: Words<DueState> = { overdue: "已超期", ready: "已期满", soon: "快到期", later: "未到期", waiting: "等候中" };

export const lightWords: Words<Light> = { red: "红", yellow: "黄", green: "绿" };
export const dutyWords: Words<DutyKind> = { recommended: "推荐", examined: "考察", decided: "讨论决定", reviewed: "审核", excused: "放行、认定不适用", signed: "签名", entered: "录入", handled: "承办" };

export const editions = ["2019", "2014", "2002"];
export const stances = ["同意", "不同意", "缓议"];
export const roles = ["主持人", "记录人", "谈话人", "谈话对象", "汇报人", "计票人", "监票人", "考察组长", "考察组成员", ...(suggestions.observers ?? []), "参加人"];
export const signRoles = ["责任人", "主持人", "记录人", "谈话人", "计票人", "监票人", "审核人", "部主要负责人", "党组织主要负责人", "纪检组织主要负责人"];
/** Offered, not prescribed: what decides is called otherwise elsewhere. */
export const decidingBodies = ["常委会", "全委会", "党委（党组）会", "部务会"];
export const relationKinds = ["夫妻", "直系血亲", "三代以内旁系血亲", "近姻亲"];
export const decisionResults = ["同意", "通过", "暂缓", "否决"];
/** Offered: any other years may be typed. */
export const secrecyLevels = ["内部", "工作秘密", "秘密", "秘密★5年", "秘密★10年", "机密", "机密★10年", "机密★20年", "绝密", "绝密★30年"];

/** 2 项, or 无 */
export const count = (n: number, unit: string): string => (n ? `${n} ${unit}` : `无`);

export const unsaved = {
  title: "内容还没有保存",
  text: "现在离开，刚才填写的内容会丢失。",
  stay: "留下继续填写",
  leave: "不保存并离开",
};
/** The draft could not be saved either. */
export const notKept = {
  title: "内容没有保存，草稿也没有存上",
  text: "现在离开，刚才填写的内容会丢失。请留下来保存，或先把内容抄出来。",
  stay: "留下继续填写",
  leave: "不保存并离开",
};
export const leaving = {
  title: "内容还没有保存",
  text: "填写的内容已经存成草稿，以后可以从首页或这一步接着写。",
  stay: "留下继续填写",
  leave: "留作草稿并离开",
};

/** The third way out: neither staying nor a draft. */
export const givingUp = { label: "不要了，放弃这次填写", words: "（草稿移到“放弃过的草稿”，三十天内可以恢复）" };

export const tierWords: Words<Tier> = {
  clerk: "科员", township_deputy: "乡科级副职", township_chief: "乡科级正职", county_deputy: "县处级副职", county_chief: "县处级正职",
  bureau_deputy: "厅局级副职", bureau_chief: "厅局级正职", province_deputy: "省部级副职", province_chief: "省部级正职",
};
export const movementWords: Words<Movement> = { promotion: "提任", lateral: "平级调整、交流", removal: "免职", retirement: "到龄退休", confirmation: "试用期满转正" };
export const conditionWords: Words<Condition> = {
  service: "工龄", grassroots: "基层工作经历", as_deputy: "副职岗位任职", as_lower_chief: "下级正职岗位任职", lower_posts: "下一级两个以上职位", education: "学历", training: "培训",
  party_age: "党龄", health: "身体条件", legal: "法律规定的资格",
};

/** Everybody who signed or is to sign a paper. */
export const signerWords = (c: MaterialContent): string => [c.signature, ...(c.co_signed ?? [])].map((s) => s.name.trim()).filter(Boolean).join("、") || "未写签名人";

/** A paper of a record that was corrected since: the record's own sheet signs the version it shows alone, any other is looked at again. */
export function oldWords(m: { content: { own_sheet?: boolean; of_revision?: number } }): string {
  return m.content.own_sheet ? `旧版签字页（第 ${m.content.of_revision} 版）` : "更正前挂接";
}
