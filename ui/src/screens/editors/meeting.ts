// Who sat in a meeting, as one list of seats; in the record they are participants, absences, observers and withdrawals.
import type { Member, Opinion, Participant, RecordContent, RecordView, VoteLine } from "../../ipc";
import { withdrawn } from "../../strings/zh";
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
  /** The name whose opinions wait for this seat, while it has no name or that of another. */
  spoke?: string;
  /** Came to the list by being named for this duty: named otherwise, it is this line that was written wrong. */
  by?: Duty;
  /** The part before the duty took its place, to which it goes back. */
  was?: string;
}

/** What is counted of a list. */
export type Count = "expected" | "present";
export const seatRoles = ["主持", "出席", "列席", "记录", "汇报"];
export const seatStates = ["到会", "缺席", "回避"];
export const blankSeat = (): Seat => ({ name: "", post: "", role: "出席", state: "到会", reason: "", left: "" });
/** Counts among 应到 and 实到, and gives an opinion. */
export const isMember = (role: string): boolean => /主持|出席|成员|委员/.test(role);
export const presides = (role: string): boolean => role.includes("主持");

/** 主持人 and 记录人 are asked by name; in the record they are parts of those who sat. */
export type Duty = "主持" | "记录";
export const onDuty = (list: readonly Seat[], duty: Duty): Seat | undefined => list.find((s) => s.state !== "缺席" && s.role.includes(duty));
const partsOf = (role: string): string[] => role.split(/[、，,]/).map((p) => p.trim()).filter(Boolean);
/** Without the duty, which a member or an observer lays down and goes on sitting; who only kept the minutes was there for nothing else. */
function relieved({ was, ...seat }: Seat, duty: Duty): Seat | null {
  if (seat.by === duty && seat.role === duty) return null;
  if (was !== undefined) return { ...seat, role: was };
  const rest = partsOf(seat.role).filter((p) => !p.includes(duty));
  const stays = duty === "主持" && !rest.some(isMember) ? ["出席", ...rest] : rest;
  return stays.length ? { ...seat, role: stays.join("、") } : null;
}
const charged = (seat: Seat, duty: Duty): Seat => {
  if (seat.role.includes(duty)) return seat;
  // Whoever presides sits as a member; who sits in on it and keeps the minutes is named with those who keep them.
  const rest = partsOf(seat.role).filter((p) => (duty === "主持" ? p === "记录" : p !== "列席"));
  const role = (duty === "主持" ? [duty, ...rest] : [...rest, duty]).join("、");
  return rest.length < partsOf(seat.role).length && observes(seat) ? { ...seat, role, was: seat.role } : { ...seat, role };
};

/** The list with `name` on that duty and nobody else; one who is not on it yet is added, and an empty name relieves whoever had it. */
export function withDuty(list: readonly Seat[], duty: Duty, name: string, post = ""): Seat[] {
  const now = name.trim();
  const held = onDuty(list, duty);
  if (held?.name === now) return [...list];
  if (now && held?.by === duty && held.role === duty && !list.some((s) => s.name === now)) return list.map((s) => (s === held ? { ...s, name: now, post } : s));
  const rest = list.flatMap((s) => (s.role.includes(duty) && s.state !== "缺席" && s.name !== now ? (relieved(s, duty) ?? []) : s));
  if (!now) return rest;
  if (rest.some((s) => s.name === now)) return rest.map((s) => (s.name === now ? charged(s, duty) : s));
  const seat: Seat = { ...blankSeat(), name: now, post, role: duty, by: duty };
  return duty === "主持" ? [seat, ...rest] : [...rest, seat];
}

/** Why nobody of this name takes up the duty; empty where nothing is against it. */
export const cannotTake = (list: readonly Seat[], duty: Duty, name: string): string => {
  const away = name.trim() !== "" && list.some((s) => s.name === name.trim() && s.state === "缺席") && !list.some((s) => s.name === name.trim() && s.state !== "缺席");
  return away ? `${name.trim()}在参会人员里标为缺席，不能作${duty}人，名单没有改。到了会的，先把他改为到会；没有到的，填实际${duty}的人` : "";
};

type Sitting = Pick<RecordContent, "participants" | "body">;

export function seats(content: Sitting): Seat[] {
  const body = content.body as Meeting;
  const gone = new Map(body.recused.map((r) => [r.name, r]));
  const sat = (p: Participant, role: string): Seat => {
    const away = gone.get(p.name);
    gone.delete(p.name);
    return { ...blankSeat(), name: p.name, post: p.post, role: p.role || role, ...(away ? { state: "回避", reason: away.reason, left: away.left_at } : {}) };
  };
  const here = [...content.participants.map((p) => sat(p, "")), ...body.observers.map((o) => sat(o, "列席"))];
  const others = [...gone.values()].map((r): Seat => ({ name: r.name, post: r.post ?? "", role: r.role || "出席", state: "回避", reason: r.reason, left: r.left_at }));
  const away = body.absent.map((a): Seat => ({ ...blankSeat(), name: a.name, post: a.post ?? "", role: a.role || "出席", state: "缺席", reason: a.reason }));
  return [...here, ...others, ...away];
}

/** How many should have come and did, by the list. */
export const counts = (list: readonly Seat[]) => {
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
 * The list put back into the record; 应到 and 实到 follow it while nobody wrote them otherwise. `laid`: a whole list, which also takes the
 * place of an 应到 `carried` over from an earlier record. `before` is the list as it was before the change; a count written `byHand` stays.
 */
export function seated(content: RecordContent, list: readonly Seat[], laid: { carried: boolean } | false = false, before: readonly Seat[] = seats(content), byHand: ReadonlySet<Count> = new Set()): RecordContent {
  const body = content.body as Meeting;
  const was = counts(before);
  const now = counts(list);
  const follow = (key: Count): number | null => {
    if (byHand.has(key)) return body[key];
    const free = laid ? body[key] === null || body[key] === was[key] || (key === "expected" && laid.carried) : body.convened !== "assembly" && (body[key] === null || body[key] === was[key]);
    return free ? now[key] : body[key];
  };
  const chair = list.find((s) => presides(s.role))?.name ?? "";
  const chairWas = before.find((s) => presides(s.role))?.name ?? "";
  const { participants, ...lists } = parted(list);
  return {
    ...content,
    participants,
    body: { ...body, ...lists, principal: body.principal === "" || body.principal === chairWas ? chair : body.principal, expected: follow("expected"), present: follow("present") },
  };
}

export interface Heard {
  content: RecordContent;
  list: readonly Seat[];
  /** Who is no longer on the list, with what went along. */
  gone: Gone[];
  /** Whose opinions now stand under another name. */
  moved: { from: string; to: string; opinions: number } | null;
}
export interface Gone {
  seat: Seat;
  /** Its place on the list it went from. */
  at: number;
  opinions: Opinion[];
}
const bearer = (s: Seat): string => s.spoke ?? s.name;

/**
 * What was said, after the list was changed: whoever is written otherwise keeps his opinions, those of whoever is gone go, and the votes
 * counted from them follow. Of a list `laid` out whole nobody is taken for another. Whoever withdraws on the list is marked so for the one
 * candidate spoken of; whoever does not is no longer.
 */
export function heard(content: RecordContent, before: readonly Seat[], next: readonly Seat[], context: Pick<EditorContext, "candidates" | "about">, laid = false): Heard {
  const body = content.body as Meeting;
  const other = before.length === next.length ? next.flatMap((s, i) => (s.name === before[i]!.name ? [] : [i])) : [];
  const one = other.length === 1 && !laid ? other[0]! : -1;
  const list = [...next];
  let moved: Heard["moved"] = null;
  let opinions: readonly Opinion[] = body.opinions;
  let principal = body.principal;
  if (one >= 0) {
    const { spoke, ...seat } = next[one]!;
    const from = spoke ?? before[one]!.name;
    const named = (name: string): boolean => next.some((s, i) => i !== one && s.name === name);
    const said = (name: string): boolean => opinions.some((o) => o.name === name);
    if (from && said(from) && !named(from)) {
      const free = seat.name.trim() !== "" && !named(seat.name) && (seat.name === from || !said(seat.name));
      list[one] = free ? seat : { ...seat, spoke: from };
      if (free) {
        if (from !== seat.name) moved = { from, to: seat.name, opinions: opinions.filter((o) => o.name === from).length };
        opinions = opinions.map((o) => (o.name === from ? { ...o, name: seat.name } : o));
        if (principal === from) principal = seat.name;
      }
    } else list[one] = seat;
  }
  const stays = new Set(list.map(bearer));
  const left = one >= 0 ? [] : [...new Set(before.map(bearer))].filter((name) => name && !stays.has(name));
  const gone = left
    .map((name) => ({ at: before.findIndex((s) => bearer(s) === name), opinions: opinions.filter((o) => o.name === name) }))
    .filter((g) => g.opinions.length)
    .map((g) => ({ ...g, seat: before[g.at]! }));
  opinions = opinions.filter((o) => !left.includes(o.name));
  const columns = topics(context);
  // Line by line where the lines are the same ones: a name under the hand may for a moment be that of another.
  const inPlace = before.length === next.length && other.length <= 1 && !laid;
  const stateOf = (seat: Seat, i: number): Seat["state"] | undefined => {
    if (inPlace) return before[i]!.state;
    const of = before.filter((s) => s.name === seat.name);
    return of.length === 1 && list.filter((s) => s.name === seat.name).length === 1 ? of[0]!.state : undefined;
  };
  for (const [i, seat] of list.entries()) {
    const state = stateOf(seat, i);
    if (!seat.name.trim() || !state || state === seat.state) continue;
    if (seat.state === "回避" && columns.length === 1 && columns[0]!.id !== null && !opinions.some((o) => o.name === seat.name && o.candidate === columns[0]!.id))
      opinions = withOpinion({ ...body, opinions: [...opinions] }, speakers(list, principal), columns, seat.name, columns[0]!.id, { stance: withdrawn });
    if (state === "回避") opinions = opinions.flatMap((o) => (o.name !== seat.name || o.stance !== withdrawn ? [o] : o.text.trim() ? [{ ...o, stance: "" }] : []));
  }
  const after: Meeting = { ...body, principal, opinions: [...opinions] };
  return { content: { ...content, body: { ...after, votes: votesAlong(body, after, context) } }, list, gone, moved };
}

/** Lines taken off the list put back with what was said in them; whatever was entered since stays. */
export function returned(content: RecordContent, list: readonly Seat[], gone: readonly Gone[], context: Pick<EditorContext, "candidates" | "about">): RecordContent {
  const next = [...list];
  for (const g of [...gone].sort((a, b) => a.at - b.at)) if (!next.some((s) => bearer(s) === bearer(g.seat))) next.splice(g.at, 0, g.seat);
  const was = content.body as Meeting;
  const [order, columns] = [speakers(next, was.principal), topics(context)];
  const body = { ...was, opinions: [...was.opinions] };
  for (const o of gone.flatMap((g) => g.opinions)) if (!opinionOf(body, o.name, o.candidate ?? null)) body.opinions = withOpinion(body, order, columns, o.name, o.candidate ?? null, o);
  return seated({ ...content, body: { ...body, votes: votesAlong(was, body, context) } }, next, false, list);
}

/** Votes that were what the opinions came to go along with them; what was written otherwise stays. */
function votesAlong(before: Meeting, after: Meeting, context: Pick<EditorContext, "candidates" | "about">): VoteLine[] {
  const [was, now] = [tallied(before, context), tallied(after, context)];
  return before.votes.map((v) => {
    const old = was.find((t) => t.candidate === v.candidate);
    if (!old || old.agree !== v.agree || old.against !== v.against || old.abstain !== v.abstain) return v;
    const { agree, against, abstain } = now.find((t) => t.candidate === v.candidate) ?? { agree: null, against: null, abstain: null };
    return { ...v, agree, against, abstain };
  });
}

/** What the list and the opinions say otherwise of the same person. */
export function contradictions(list: readonly Seat[], body: Meeting, columns: readonly { id: number | null }[]): string[] {
  const said = (s: Seat): Opinion[] => body.opinions.filter((o) => o.name === s.name && o.stance && columns.some((t) => t.id === o.candidate));
  const many = columns.filter((t) => t.id !== null).length > 1;
  const names = list.map((s) => s.name.trim());
  return list.flatMap((s, i) => {
    const of = said(s);
    if (!names[i]) return s.spoke ? [`第 ${i + 1} 行没有姓名，${s.spoke}的意见没有人`] : [];
    if (names.indexOf(names[i]!) < i) return [`${s.name}列了两次`];
    if (s.state === "缺席" && of.length) return [`${s.name}缺席，却记了“${of[0]!.stance}”`];
    if (s.state !== "回避" || of.some((o) => o.stance === withdrawn)) return [];
    if (many) return [`${s.name}回避，请在逐人意见里对要回避的人选按 4`];
    return columns[0]?.id !== null && of.length ? [`${s.name}回避，却记了“${of[0]!.stance}”`] : [];
  });
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
  return inOrder({ ...body, opinions: one.stance || one.text.trim() ? [...rest, one] : rest }, order, columns);
}

/** The opinions as members speak in that order, candidate by candidate, before whatever else was said; whose word is the last is marked on his. */
export function inOrder(body: Meeting, order: readonly Seat[], columns: readonly { id: number | null }[]): Opinion[] {
  const place = (o: Opinion): number => {
    const c = columns.findIndex((t) => t.id === o.candidate);
    const s = order.findIndex((m) => m.name === o.name);
    return c < 0 || s < 0 ? Number.MAX_SAFE_INTEGER : c * 10_000 + s;
  };
  const sorted = body.opinions.map((o, i) => ({ o, i })).sort((a, b) => place(a.o) - place(b.o) || a.i - b.i);
  return sorted.map(({ o }) => (body.principal && order.some((m) => m.name === o.name) ? { ...o, principal: o.name === body.principal } : o));
}

/** Members as they are written down to have spoken: what is shown is what stands, even where whoever presides did not speak last. */
export function asSpoken(members: readonly Seat[], opinions: readonly Opinion[], columns: readonly { id: number | null }[]): Seat[] {
  const said = columns.map((t) => opinions.filter((o) => o.candidate === t.id && members.some((m) => m.name === o.name)).map((o) => o.name));
  const at = new Map((said.find((names) => names.length > 1) ?? []).map((name, i) => [name, i]));
  const listed = members.filter((m) => at.has(m.name));
  if (listed.every((m, i) => at.get(m.name) === i)) return [...members];
  return [...listed.sort((a, b) => at.get(a.name)! - at.get(b.name)!), ...members.filter((m) => !at.has(m.name))];
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
