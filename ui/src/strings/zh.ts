// Words that more than one screen uses. One language, one place.
import type {
  Addressee, AppointmentManner, BallotPurpose, DueState, Level, MeetingBody, NominationSource, NotebookAct, NoticeKind, Originality, Outcome, PackageForm, PartKind,
  RateBasis, RecordKind, SignatureMode, StepState,
} from "../ipc";

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
export const meetingBodyWords: Words<MeetingBody> = {
  unstated: "未注明",
  department: "部务会",
  deliberation: "酝酿会（书记专题会）",
  standing_committee: "常委会",
  plenary: "全委会",
  party_group: "党委（党组）会",
  assembly: "推荐会（干部大会）",
  other: "其它会议",
};
export const rateBasisWords: Words<RateBasis> = { valid: "有效票", present: "实到人数" };
export const addresseeWords: Words<Addressee> = {
  unstated: "未注明",
  discipline: "纪检监察机关",
  procuratorate: "检察机关",
  court: "法院",
  police: "公安机关",
  audit: "审计机关",
  petitions: "信访部门",
  family_planning: "计划生育部门",
  united_front: "统战部门",
  co_manager: "双重管理协管方",
  leader_in_charge: "分管领导",
  congress: "人大主要领导",
  consultative: "政协主要领导",
  government: "政府主要领导",
  superior: "上级主管部门",
  community: "居住地社区党组织",
  superior_organization: "上级组织部门（事前报告）",
  reporting_unit: "呈报单位党组织",
  other: "其它单位",
};
export const noticeWords: Words<NoticeKind> = {
  unstated: "未注明",
  recommendation: "推荐公告",
  inspection: "考察预告",
  achievements: "考察对象公示、政绩公示",
  appointment: "任前公示",
  results: "结果公布",
  summons: "会议通知",
  other: "其它公告",
};
/** What each kind of notice should state. */
export const noticeElements: { readonly [kind: string]: readonly string[] } = {
  recommendation: ["推荐职位", "任职条件和资格", "推荐范围"],
  inspection: ["考察对象", "考察组成员", "考察时间", "联系方式"],
  achievements: ["考察对象", "政绩报告", "评议方式"],
  appointment: ["基本情况", "拟任职务", "举报电话", "破格情形和理由"],
};
export const nominationWords: Words<NominationSource> = { organization: "组织推荐", individual: "领导个人推荐", self_nomination: "个人自荐" };
export const partWords: Words<PartKind> = {
  conduct: "德能勤绩廉表现和主要特长",
  faults: "主要缺点和不足",
  opinions: "民主推荐、民主测评、考察谈话情况",
  checks: "审核档案、查核个人事项、听取纪检意见、核查信访举报等结论",
};
export const mannerWords: Words<AppointmentManner> = {
  unstated: "未注明",
  party_decision: "党委（党组）决定",
  elected: "选举",
  congress_appointed: "人大任命",
  government_appointed: "政府任命",
};
export const signatureWords: Words<SignatureMode> = { pending: "待签", scanned: "手签已扫描", confirmed: "系统确认" };
export const originalityWords: Words<Originality> = { original: "原件", copy: "复印件" };
export const outcomeWords: Words<Outcome> = { open: "在办", appointed: "任用", not_appointed: "未任用", deferred: "暂缓" };
export const formWords: Words<PackageForm> = { folder: "文件夹", zip: "压缩包（zip）" };

export const noteActWords: Words<NotebookAct> = { written: "记", corrected: "更正", undone: "撤销", filed: "归入步骤" };
export const dueStateWords: Words<DueState> = { overdue: "已超期", ready: "已期满", soon: "快到期", later: "未到期", waiting: "等候中" };

export const editions = ["2019", "2014", "2002"];
export const noteCategories = ["听取意见", "研究方案", "征求意见", "任前谈话", "其它"];
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
export const leaving = {
  title: "这条记录还没有保存",
  text: "填写的内容已经存成草稿，以后可以从首页或这一步接着写。",
  stay: "留下继续填写",
  leave: "留作草稿并离开",
};
