// Who sat in a meeting, as one list of seats; in the record they are participants, absences, observers and withdrawals.
import type { Member, Opinion, Participant, RecordContent, RecordView, VoteLine } from "../../ipc";
import { blankVote, type BodyOf, type EditorContext } from "./columns";

type Meeting = BodyOf<"meeting">;

export interface Seat {
  name: string;
  post: string;
  /** 主持, 出席, 列席, 记录, 汇报 … */
  role: string;
  state: "到会" | "缺席" | "回避";
  /** 缺席事由 or 回避事由. */
  reason: string;
  /** 离场时间. */
  left: string;
}

export const seatRoles = ["主持", "出席", "列席", "记录", "汇报"];
export const seatStates = ["到会", "缺席", "回避"];
export const blankSeat = (): Seat => ({ name: "", post: "", role: "出席", state: "到会", reason: "", left: "" });
/** Counts among 应到 and 实到, and gives an opinion. */
export const isMember = (role: string): boolean => /主持|出席|成员|委员/.test(role);
export const presides = (role: string): boolean => role.includes("主持");

type Sitting = Pick<RecordContent, "participants" | "body">;

export function seats(content: Sitting): Seat[] {
  const body = content.body as Meeting;
  const withdrawn = new Map(body.recused.map((r) => [r.name, r]));
  const sat = (p: Participant, role: string): Seat => {
    const gone = withdrawn.get(p.name);
    withdrawn.delete(p.name);
    return { ...blankSeat(), name: p.name, post: p.post, role: p.role || role, ...(gone ? { state: "回避", reason: gone.reason, left: gone.left_at } : {}) };
  };
  const here = [...content.participants.map((p) => sat(p, "")), ...body.observers.map((o) => sat(o, "列席"))];
  const others = [...withdrawn.values()].map((r): Seat => ({ name: r.name, post: r.post ?? "", role: r.role || "出席", state: "回避", reason: r.reason, left: r.left_at }));
  const away = body.absent.map((a): Seat => ({ ...blankSeat(), name: a.name, post: a.post ?? "", role: a.role || "出席", state: "缺席", reason: a.reason }));
  return [...here, ...others, ...away];
}

const counts = (list: readonly Seat[]) => {
  const members = list.filter((s) => isMember(s.role));
  // Without a list nobody was counted.
  return members.length ? { expected: members.length, present: members.filter((s) => s.state !== "缺席").length } : { expected: null, present: null };
};
const observes = (s: Seat): boolean => s.role.includes("列席");

/** The four lists of the record that a list of seats comes to. */
function parted(list: readonly Seat[]): Pick<RecordContent, "participants"> & Pick<Meeting, "absent" | "observers" | "recused"> {
  const person = (s: Seat): Participant => ({ name: s.name, post: s.post, role: s.role });
  const here = list.filter((s) => s.state !== "缺席");
  return {
    participants: here.filter((s) => !observes(s)).map(person),
    absent: list.filter((s) => s.state === "缺席").map((s) => ({ name: s.name, reason: s.reason, post: s.post, role: s.role })),
    observers: here.filter(observes).map(person),
    recused: list.filter((s) => s.state === "回避").map((s) => ({ name: s.name, reason: s.reason, left_at: s.left, post: s.post, role: s.role })),
  };
}

/** The seats as they were typed, in their order, while the record says the same; else as the record says. */
export function typedSeats(content: Sitting, typed: readonly Seat[]): readonly Seat[] {
  const said = JSON.stringify(parted(seats(content)));
  const mine = JSON.stringify(parted(seats(withSeats(content, typed))));
  return said === mine ? typed : seats(content);
}
const withSeats = (content: Sitting, list: readonly Seat[]): Sitting => {
  const { participants, ...lists } = parted(list);
  return { participants, body: { ...(content.body as Meeting), ...lists } };
};

/**
 * The list put back into the record; 应到 and 实到 follow it while they were what it made them, and when a whole list is `laid` out.
 * `before` is the list as it was before the change.
 */
export function seated(content: RecordContent, list: readonly Seat[], laid = false, before: readonly Seat[] = seats(content)): RecordContent {
  const body = content.body as Meeting;
  const was = counts(before);
  const now = counts(list);
  const follows = laid || (body.convened !== "assembly" && ((body.expected === null && body.present === null) || (body.expected === was.expected && body.present === was.present)));
  const chair = list.find((s) => presides(s.role))?.name ?? "";
  const chairWas = before.find((s) => presides(s.role))?.name ?? "";
  const { participants, ...lists } = parted(list);
  return {
    ...content,
    participants,
    body: { ...body, ...lists, principal: body.principal === "" || body.principal === chairWas ? chair : body.principal, ...(follows ? now : {}) },
  };
}

/** Members in the order of speaking: as listed, whoever presides last. */
export function speakers(list: readonly Seat[], principal: string): Seat[] {
  const members = list.filter((s) => isMember(s.role) && s.state !== "缺席" && s.name.trim());
  const last = (s: Seat) => (principal ? s.name === principal : presides(s.role));
  return [...members.filter((s) => !last(s)), ...members.filter(last)];
}

/** Columns of the opinions: the candidates it speaks of, or all at once. */
export const topics = (context: Pick<EditorContext, "candidates" | "about">): { id: number | null; name: string }[] =>
  context.about.length ? context.candidates.filter((c) => context.about.includes(c.id)).map((c) => ({ id: c.id, name: c.name })) : [{ id: null, name: "全部议题" }];

export const opinionOf = (body: Meeting, name: string, candidate: number | null): Opinion | undefined => body.opinions.find((o) => o.name === name && o.candidate === candidate);

/** One opinion set; the order stays: candidate by candidate, in the order of speaking, whatever else was said after it. */
export function withOpinion(body: Meeting, order: readonly Seat[], columns: readonly { id: number | null }[], name: string, candidate: number | null, change: Partial<Opinion>): Opinion[] {
  const have = opinionOf(body, name, candidate);
  const one: Opinion = { name, stance: "", text: "", candidate, principal: name === body.principal, ...have, ...change };
  const rest = body.opinions.filter((o) => o !== have);
  const all = one.stance || one.text.trim() ? [...rest, one] : rest;
  const place = (o: Opinion): number => {
    const c = columns.findIndex((t) => t.id === o.candidate);
    const s = order.findIndex((m) => m.name === o.name);
    return c < 0 || s < 0 ? Number.MAX_SAFE_INTEGER : c * 10_000 + s;
  };
  return all.map((o, i) => ({ o, i })).sort((a, b) => place(a.o) - place(b.o) || a.i - b.i).map(({ o }) => o);
}

/** The opinions counted, one line for each candidate. */
export function tallied(body: Meeting, context: Pick<EditorContext, "candidates" | "about">): VoteLine[] {
  return context.candidates
    .filter((c) => !context.about.length || context.about.includes(c.id))
    .map((c) => {
      const said = body.opinions.filter((o) => o.candidate === c.id || (o.candidate === null && !context.about.length));
      const number = (stance: string) => said.filter((o) => o.stance === stance).length;
      const have = body.votes.find((v) => v.candidate === c.id) ?? { ...blankVote(), candidate: c.id, name: c.name, post: c.post };
      return { ...have, agree: number("同意"), against: number("不同意"), abstain: number("缓议") };
    })
    .filter((v) => v.agree + v.against + v.abstain > 0);
}

const sameKind = (a: Meeting, b: Meeting): boolean =>
  (a.convened !== "unstated" && a.convened === b.convened) || (kindWord(a.session) !== "" && kindWord(a.session) === kindWord(b.session));
const kindWord = (session: string): string => /常委会|部务会|党组会|酝酿会|专题会|全委会|推荐/.exec(session)?.[0] ?? "";

/** Lists one may start from: members registered for the batch, and those of earlier meetings, the newest of the same kind first. */
export function lists(body: Meeting, stepName: string, members: readonly Member[], earlier: readonly RecordView[]): { label: string; seats: Seat[] }[] {
  const out: { label: string; seats: Seat[] }[] = [];
  const bodies = new Set(members.map((m) => m.body));
  for (const name of bodies) {
    const of = members.filter((m) => m.body === name);
    out.push({ label: `${name || "成员"}登记名单（${of.length} 人）`, seats: of.map((m) => ({ ...blankSeat(), name: m.name, post: m.post, role: m.principal ? "主持" : "出席" })) });
  }
  const probe: Meeting = body.session || body.convened !== "unstated" ? body : { ...body, session: stepName };
  const meetings = earlier
    .map((r) => r.record)
    .filter((r) => r.content.body.kind === "meeting")
    .sort((a, b) => (b.content.date ?? "").localeCompare(a.content.date ?? "") || b.id - a.id);
  const posts = new Map<string, string>();
  for (const r of [...meetings].reverse()) for (const p of r.content.participants) if (p.post) posts.set(p.name, p.post);
  const seen = new Set<string>();
  const rankOf = (m: Meeting) => (sameKind(m, probe) ? 0 : 1);
  for (const r of [...meetings].sort((a, b) => rankOf(a.content.body as Meeting) - rankOf(b.content.body as Meeting))) {
    const list = seats(r.content).map((s): Seat => ({ ...s, post: s.post || posts.get(s.name) || "", state: "到会", reason: "", left: "" }));
    const key = list.map((s) => s.name).join();
    if (list.length < 2 || seen.has(key)) continue;
    seen.add(key);
    out.push({ label: `${(r.content.body as Meeting).session || "会议"}（${r.content.date ?? "未填日期"}，${list.length} 人）`, seats: list });
  }
  return out.slice(0, 8);
}
/** Is the first of `lists` sure enough to be laid out unasked? */
export const startsFrom = (body: Meeting, stepName: string, earlier: readonly RecordView[]): boolean =>
  earlier.some((r) => r.record.content.body.kind === "meeting" && sameKind(r.record.content.body, body.session || body.convened !== "unstated" ? body : { ...body, session: stepName }));
