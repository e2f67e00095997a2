// A record as names and values, the way a form prints it. Cards show it; two revisions are compared by it.
import type { Feedback, Participant, Probation, RecordBody, RecordContent, Reopening, Signature, VoteLine } from "../ipc";
import { addresseeWords, mannerWords, meetingBodyWords, nominationWords, noticeWords, partWords, purposeWords, signatureWords } from "../strings/zh";

export interface Fact {
  label: string;
  value: string;
}

const join = (parts: readonly (string | null | undefined | false)[], by = "，"): string => parts.filter(Boolean).join(by);
export const people = (list: readonly Participant[]): string =>
  list.map((p) => join([`${p.name}${p.role ? `（${p.role}）` : ""}`, p.post], " ")).join("；");
export const signature = (s: Signature): string => `${s.role || "签名"} ${s.name || "（未写姓名）"}${s.date ? ` ${s.date}` : ""}（${signatureWords[s.mode]}）`;

function vote(line: VoteLine, ballot: boolean): string {
  const counts = [`${ballot ? "得票（同意）" : "同意"} ${line.agree}`, line.against ? `不同意 ${line.against}` : "", line.abstain ? `弃权 ${line.abstain}` : ""];
  return join([line.name, line.post, ...counts, line.rank ? `第 ${line.rank} 名` : "", line.result]);
}

const tickWords = { yes: "是", no: "否", unchecked: "未核" } as const;
const returned = (f: Feedback | null): string => (f ? join([f.annex ? "已交付反馈材料附件" : "未交付附件", f.received_by && `签收 ${f.received_by}`, f.received_on]) : "");
const tried = (p: Probation | null): string => (p ? join([p.start || p.end ? `${p.start ?? "?"} 至 ${p.end ?? "?"}` : "", p.appraisal && `考核 ${p.appraisal}`, p.appraised, p.outcome, p.decided]) : "");
const reopened = (r: Reopening | null): string => (r ? join([r.agree === null ? "" : `同意复议 ${r.agree} 人`, r.expected === null ? "" : `应到 ${r.expected} 人`, r.reason]) : "");
const known = (words: { readonly [k: string]: string }, value: string): string => (value === "unstated" ? "" : (words[value] ?? ""));

export function bodyFacts(body: RecordBody): Fact[] {
  const fact = (label: string, value: string | number | null | undefined): Fact => ({ label, value: value === null || value === undefined ? "" : String(value) });
  switch (body.kind) {
    case "notebook":
      return [
        fact("类别", `${body.category}${body.collective ? "（集体谈话）" : ""}`),
        fact("谈话（听取意见）对象", people(body.speakers)),
        fact("去处", body.visited),
        fact("意见原意", body.text),
        fact("肯定的成绩", body.merits),
        fact("指出的不足", body.shortcomings),
        fact("提出的要求", body.demands),
        fact("少数人意见", body.minority),
        fact("附件反馈", returned(body.feedback)),
      ];
    case "meeting":
      return [
        fact("会议", join([body.session, known(meetingBodyWords, body.convened)])),
        fact("应到 / 实到", `${body.expected} 人 / ${body.present} 人`),
        fact("缺席", body.absent.map((a) => join([a.name, a.reason], "：")).join("；")),
        fact("列席", people(body.observers)),
        fact("回避", body.recused.map((r) => join([`${r.name}：${r.reason}`, r.left_at ? `${r.left_at} 离场` : "未记离场时间"])).join("；")),
        fact("逐人意见", body.opinions.map((o) => join([`${o.name}：${o.stance}`, o.text])).join("\n")),
        fact("表决", body.votes.map((v) => vote(v, false)).join("\n")),
        fact("末位表态", body.principal),
        fact("复议", reopened(body.reopening)),
        fact("决议", body.resolution),
      ];
    case "ballot":
      return [
        fact("投票用途", `${purposeWords[body.purpose]}${body.round > 1 ? `（第 ${body.round} 轮）` : ""}`),
        fact("参加人员范围", body.group),
        fact("应到 / 实到", `${body.expected} 人 / ${body.present} 人`),
        fact("发出 / 收回", `${body.issued} 张 / ${body.returned} 张${body.unreturned ? `（未收回 ${body.unreturned} 张）` : ""}`),
        fact("有效 / 无效 / 弃权", `${body.valid} 张 / ${body.invalid} 张 / ${body.abstained} 张`),
        fact("限推人数", body.seats ? `${body.seats} 人${body.competitive ? "（差额）" : ""}` : ""),
        fact("得票", body.lines.map((v) => vote(v, true)).join("\n")),
        ...body.tables.map((t) => fact(t.title, t.rows.map((r) => `${r.name}：${t.grades.map((g, i) => `${g} ${r.counts[i] ?? 0}`).join("，")}`).join("\n"))),
        fact("等额理由", body.equal_reason),
        fact("缺席", body.absent.map((a) => join([a.name, a.reason], "：")).join("；")),
        fact("计票人", body.tellers.join("、")),
        fact("监票人", body.scrutineers.join("、")),
      ];
    case "letter":
      return [
        fact("致", join([body.to, known(addresseeWords, body.addressee)])),
        fact("去函", join([body.sent_no, body.sent])),
        fact("对方收函", body.received),
        fact("复函", join([body.reply_no, body.replied])),
        fact("要求回复", body.due),
        fact("答复结论", body.result),
        fact("事前报告事由", body.report_reasons.join("、")),
        fact("意见", body.opinion),
        fact("逾期未复", body.deemed_agreed ? "视为同意" : ""),
      ];
    case "notice":
      return [
        fact("标题", join([body.title, known(noticeWords, body.about)])),
        fact("载明", body.elements.join("、")),
        fact("方式", body.form),
        fact("范围", body.scope),
        fact("起止", body.start || body.end ? `${body.start ?? "?"} 至 ${body.end ?? "?"}` : ""),
        fact("受理联系方式", body.contact),
        fact("收到反映", `${body.reactions} 件${body.reactions ? "" : "（零登记）"}`),
        fact("结果", body.outcome),
      ];
    case "review":
      return [
        fact("逐项核对", body.items.map((i) => join([`${i.name}：${i.tick ? tickWords[i.tick] : i.result}`, i.tick && i.result, i.explanation, i.reviewer && `审核人 ${i.reviewer}`, i.date])).join("\n")),
        fact("结论", body.conclusion),
        fact("试用期", tried(body.probation)),
      ];
    case "document":
      return [
        fact("标题", body.title),
        fact("文号", body.doc_no),
        fact("制发单位", body.issuer),
        ...body.parts.map((p) => fact(partWords[p.part], p.text)),
        fact("内容", body.text),
        fact("载明", body.elements.join("、")),
        fact("考察组", body.team.map((t) => join([`${t.name}${t.role ? `（${t.role}）` : ""}`, t.post, t.pledged && "已签责任承诺"])).join("；")),
        fact("考察结束", body.inspected_until),
        fact("初始提名", body.nominations.map((n) => join([nominationWords[n.source], n.by, n.doc_no, n.original === false && "没有原件", n.signed === false && "没有署名", n.date, n.reason])).join("\n")),
        fact("附件反馈", returned(body.feedback)),
      ];
    case "decision":
      return [
        fact("决定机构", body.body),
        fact("文号", body.doc_no),
        fact("结果", body.result),
        fact("任职方式", known(mannerWords, body.manner)),
        fact("起算日期", body.effective),
        fact("宣布日期", body.announced),
        fact("选举、任命", body.election ? join([body.election.body, body.election.date, body.election.doc_no, body.election.result]) : ""),
        fact("复议", reopened(body.reopening)),
        fact("试用期", tried(body.probation)),
        fact("内容", body.text),
      ];
  }
}

export function headFacts(content: RecordContent): Fact[] {
  return [
    { label: "发生时间", value: join([content.end_date ? `${content.date ?? "未填"} 至 ${content.end_date}` : (content.date ?? "未填"), content.time], " ") },
    { label: "地点", value: content.place },
    { label: "纪实方式", value: content.mode },
    { label: "责任人", value: content.responsible },
    { label: "参加人", value: people(content.participants) },
    { label: "操作情况", value: content.summary },
  ];
}

export function recordFacts(content: RecordContent): Fact[] {
  return [
    ...headFacts(content),
    ...bodyFacts(content.body),
    { label: "签名", value: content.signatures.map(signature).join("\n") },
    { label: "补录理由", value: content.late_reason },
  ];
}

/** Facts of two revisions side by side, with what differs. */
export function compare(older: RecordContent, newer: RecordContent): { label: string; older: string; newer: string; differs: boolean }[] {
  const a = recordFacts(older);
  const b = recordFacts(newer);
  const labels = [...new Set([...a, ...b].map((f) => f.label))];
  const value = (facts: readonly Fact[], label: string): string => facts.find((f) => f.label === label)?.value ?? "";
  return labels.map((label) => ({ label, older: value(a, label), newer: value(b, label), differs: value(a, label) !== value(b, label) }));
}
