// What follows from what was typed, as long as nobody wrote it otherwise: the papers out from those present, the lines from the
// candidates, the signatures from those who took part, a first wording of 操作情况. A value once written by hand is left alone.
import type { Participant, RecordContent, Signature, VoteLine } from "../../ipc";
import { sumOf, type Count } from "../../parts/numbers";
import { purposeWords } from "../../strings/zh";
import { blankVote, linesFor, spokenOf, type BodyOf, type EditorContext } from "./columns";
import { declared } from "./sums";

type Ballot = BodyOf<"ballot">;

/** A count that was empty or as it followed before goes with the new one. */
const along = (now: Count, before: Count, next: Count): Count => (now === null || now === before ? next : now);
/** What is left of a count; none while it is not filled in. */
const less = (whole: Count, part: Count): Count => (whole === null ? null : Math.max(0, whole - (part ?? 0)));
const voices = (l: VoteLine): Count => sumOf([l.agree, l.against, l.abstain]);

/** The counts of a ballot after one of them was typed. */
export function ballotCounts(before: Ballot, after: Ballot): Ballot {
  const b = { ...after };
  if (b.absent.length !== before.absent.length) b.present = along(b.present, less(before.expected, before.absent.length), less(b.expected, b.absent.length));
  if (b.issued === before.issued) b.issued = along(b.issued, before.present, b.present);
  if (b.returned === before.returned) b.returned = along(b.returned, less(before.issued, before.unreturned), less(b.issued, b.unreturned));
  // Without the bad papers written down, be it 0, nobody knows how many were good.
  if (b.valid === before.valid && b.invalid !== null) b.valid = along(b.valid, before.invalid === null ? null : less(before.returned, before.invalid), less(b.returned, b.invalid));
  return b;
}

export const grades = ["优秀", "称职", "基本称职", "不称职"];

function ballotLines(before: RecordContent, after: RecordContent, b: Ballot, context: EditorContext): VoteLine[] {
  const was = before.body.kind === "ballot" ? before.body : b;
  if (b.purpose === "appraisal") {
    return b.lines.length && was.purpose === "appraisal" ? b.lines : grades.map((name) => b.lines.find((l) => l.name === name) ?? { ...blankVote(), name });
  }
  let lines = was.purpose === "appraisal" ? b.lines.filter((l) => !(grades.includes(l.name) && l.agree === null)) : b.lines;
  const changed = String(before.candidates) !== String(after.candidates);
  if (changed || !lines.length) {
    const about = after.candidates;
    const empty = (l: VoteLine) => voices(l) === null && !l.result;
    lines = lines.filter((l) => l.candidate === null || !about.length || about.includes(l.candidate) || !empty(l));
    if (about.length) lines = linesFor(lines, { candidates: context.candidates, about });
  }
  return ranked(was, { ...b, lines }, context);
}

const ranks = (lines: readonly VoteLine[]): (number | null)[] => lines.map((l) => (l.agree ? lines.filter((x) => (x.agree ?? 0) > (l.agree ?? 0)).length + 1 : null));

/** 名次 of a recommendation, 结果 of a decision; a line written by hand otherwise stays so. */
function ranked(before: Ballot, b: Ballot, context: EditorContext): VoteLine[] {
  const old = ranks(before.lines);
  const now = ranks(b.lines);
  const verdict = (l: VoteLine, of: Ballot): string => declared(l, of, context.rules);
  return b.lines.map((line, i) => {
    const was = before.lines[i];
    const l = { ...line };
    if (b.purpose === "decision") {
      if (!l.result || (was && l.result === was.result && was.result === verdict(was, before))) l.result = verdict(l, b);
    } else if (l.rank === null || (was && l.rank === was.rank && was.rank === old[i])) l.rank = now[i] ?? null;
    return l;
  });
}

const signing: { readonly [kind in RecordContent["body"]["kind"]]: readonly RegExp[] } = {
  notebook: [/谈话人|听取人|走访人|反馈人/, /记录/, /谈话对象|发表意见|本人/],
  meeting: [/主持/, /记录/],
  ballot: [/计票/, /监票/],
  letter: [/承办/],
  notice: [/承办|发布/],
  review: [/审核|承办/],
  document: [/组长|成员|撰写|承办/],
  decision: [/批准|签批|主持/],
};

/** Who is to sign, from those who took part; nothing is signed yet. */
export function dueSignatures(content: RecordContent): Signature[] {
  const body = content.body;
  const more: Participant[] =
    body.kind === "notebook"
      ? body.speakers
      : body.kind === "ballot"
        ? [...body.tellers.map((name) => ({ name, post: "", role: "计票人" })), ...body.scrutineers.map((name) => ({ name, post: "", role: "监票人" }))]
        : body.kind === "document"
          ? body.team.map((t) => ({ name: t.name, post: t.post, role: t.role === "组长" ? "考察组组长" : "考察组成员" }))
          : [];
  const due: Signature[] = [];
  for (const wanted of signing[body.kind]) {
    for (const p of [...content.participants, ...more]) {
      if (p.name.trim() && wanted.test(p.role) && !due.some((d) => d.name === p.name)) due.push({ name: p.name, role: p.role, date: null, mode: "pending" });
    }
  }
  return due;
}

/** A place laid for an office takes the name of whoever took part in it. */
function officeNames(before: RecordContent, now: RecordContent): Signature[] {
  const holder = (c: RecordContent, role: string): string => c.participants.find((p) => p.role === role)?.name ?? "";
  return now.signatures.map((s) => (s.mode === "pending" && (s.name === "" || s.name === holder(before, s.role)) ? { ...s, name: holder(now, s.role) } : s));
}

/** Counts in words, as far as they are filled in. */
const told = (counts: readonly (readonly [string, Count, string])[], between: string): string =>
  counts.filter(([, n]) => n !== null).map(([name, n, unit]) => `${name}${n}${unit}`).join(between);

/** One sentence of what was done, from what is filled in; empty while there is nothing to say. */
export function summaryOf(content: RecordContent, context: EditorContext): string {
  const body = content.body;
  const names = content.candidates.length ? spokenOf(context).map((c) => c.name).join("、") : "";
  switch (body.kind) {
    case "ballot": {
      if (body.returned === null) return "";
      const decided = (l: VoteLine): string => told([["同意", l.agree, "票"], ["不同意", l.against, "票"], ["弃权（缓议）", l.abstain, "票"]], "、");
      const counted = body.lines
        .filter((l) => voices(l) !== null)
        .map((l) => (body.purpose === "decision" ? `${l.name}${decided(l)}${l.result ? `，${l.result}` : ""}` : `${l.name}${told([["", l.agree, "票"]], "")}`));
      const there = told([["应到", body.expected, "人"], ["实到", body.present, "人"]], "、");
      const papers = told([["收回", body.returned, "张"], ["有效", body.valid, "张"]], "，");
      const round = body.round > 1 ? `第${body.round}轮` : "";
      return `${round}${purposeWords[body.purpose]}${names && body.purpose === "appraisal" ? `（${names}）` : ""}：${[there, papers].filter(Boolean).join("，")}${counted.length ? `：${counted.join("；")}` : ""}。`;
    }
    case "meeting":
      return body.expected !== null
        ? `召开${body.session || "会议"}，${told([["应到", body.expected, "人"], ["实到", body.present, "人"]], "、")}${body.recused.length ? `，${body.recused.map((r) => r.name).join("、")}同志回避` : ""}。`
        : "";
    case "notebook": {
      const who = body.speakers.map((s) => s.name.trim()).filter(Boolean);
      const heard = who.join("、");
      // Whoever was spoken with is not named a second time as whom it was about.
      const others = content.candidates.length ? spokenOf(context).map((c) => c.name).filter((n) => !who.includes(n)).join("、") : "";
      const talking = body.category === "任前谈话";
      const by = talking ? content.participants.filter((p) => p.name.trim() && p.role.includes("谈话人")).map((p) => p.name.trim()).join("、") : "";
      return heard ? `${body.visited ? `到${body.visited}了解情况，` : ""}${by ? `${by}同志` : ""}${talking ? "同" : "听取"}${heard}同志${talking ? "谈话" : "意见"}${others ? `，涉及${others}` : ""}。` : "";
    }
    case "letter":
      return body.to ? `函${body.to}征求意见${names ? `（${names}）` : ""}${body.replied ? `，${body.replied}收到回复` : ""}。` : "";
    case "notice":
      return body.start ? `${body.title || "公告"}，${body.start}${body.end ? ` 至 ${body.end}` : ""}${body.form ? `，${body.form}` : ""}${told([["，收到反映 ", body.reactions, " 件"]], "")}。` : "";
    default:
      return "";
  }
}

/** How the summary goes on; null when somebody worded it himself. */
const worded = (before: RecordContent, after: RecordContent, context: EditorContext): ((now: RecordContent) => string) | null =>
  after.summary === summaryOf(before, { ...context, about: before.candidates }) ? (now) => summaryOf(now, { ...context, about: now.candidates }) : null;

/** `after` with everything that follows from the change brought along. */
export function followed(before: RecordContent, after: RecordContent, context: EditorContext): RecordContent {
  const next = { ...after };
  if (after.body.kind === "ballot" && before.body.kind === "ballot") {
    const body = ballotCounts(before.body, after.body);
    const lines = ballotLines(before, after, body, context);
    const more = (b: Ballot, of: readonly VoteLine[]): boolean => {
      const seats = b.seats ?? context.seats;
      return b.purpose !== "appraisal" && Boolean(seats) && of.length > (seats ?? 0);
    };
    const competitive = body.competitive === more(before.body, before.body.lines) ? more(body, lines) : body.competitive;
    next.body = { ...body, lines, competitive };
  }
  const wording = worded(before, after, context);
  const due = JSON.stringify(dueSignatures(before));
  if (!after.signatures.length || JSON.stringify(after.signatures) === due) next.signatures = dueSignatures(next);
  next.signatures = officeNames(before, next);
  return wording === null ? next : { ...next, summary: wording(next) };
}

/** Of a correction nothing follows but the sentence the program itself had worded: it never tells other numbers than the record. */
export function corrected(before: RecordContent, after: RecordContent, context: EditorContext): RecordContent {
  const wording = worded(before, after, context);
  return wording === null ? after : { ...after, summary: wording(after) };
}

/** A record as it opens: what it already says is told in its summary too, which goes along from there. */
export function begun(content: RecordContent, context: EditorContext): RecordContent {
  const next = followed(content, content, context);
  return { ...next, summary: next.summary || summaryOf(next, { ...context, about: next.candidates }) };
}
