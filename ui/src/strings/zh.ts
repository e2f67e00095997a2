// Words that more than one screen uses. One language, one place.
import type { BallotPurpose, Level, Originality, Outcome, PackageForm, RecordKind, SignatureMode, StepState } from "../ipc";

type Words<K extends string> = { readonly [key in K]: string };

export const stateWords: Words<StepState> = { recorded: "已记录", not_applicable: "不适用", missing: "缺失", not_reached: "未到" };
export const levelWords: Words<Level> = { error: "错", warning: "警", note: "注" };
export const kindWords: Words<RecordKind> = {
  notebook: "专用笔记",
  meeting: "会议记录",
  ballot: "投票计票",
  letter: "函件往来",
  notice: "公告公示",
  review: "审核核查",
  document: "文件材料",
  decision: "审批决定",
};
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
export const purposeWords: Words<BallotPurpose> = {
  meeting_recommendation: "会议推荐",
  talk_recommendation: "谈话推荐",
  appraisal: "民主测评",
  decision: "讨论决定表决",
};
export const signatureWords: Words<SignatureMode> = { pending: "待签", scanned: "手签已扫描", confirmed: "系统确认" };
export const originalityWords: Words<Originality> = { original: "原件", copy: "复印件" };
export const outcomeWords: Words<Outcome> = { open: "在办", appointed: "任用", not_appointed: "未任用", deferred: "暂缓" };
export const formWords: Words<PackageForm> = { folder: "文件夹", zip: "压缩包（zip）" };

export const businessKinds = ["个别提拔任职", "换届", "公开选拔（竞争上岗）", "平级调整（交流）", "免职（到龄退休）", "试用期满转正", "特殊需要人选组织推荐"];
export const editions = ["2019", "2014", "2002"];
export const noteCategories = ["听取意见", "研究方案", "征求意见", "任前谈话", "其它"];
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
