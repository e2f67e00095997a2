// What stands half-written in an editor, saved as one types: half a second after the last key, and at once when a field or the window
// is left. A draft is no record; saving the record does away with it.
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from "vue";
import { host, toCallError, type DraftHead, type Place } from "../ipc";
import { firstWords } from "./written";

export const emptyPlace = (change: Partial<Place> = {}): Place => ({ file: null, batch: null, candidate: null, step: null, record: null, material: null, field: null, ...change });

/** A key no other draft has. */
export function newDraftKey(editor: string): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${editor}-${Date.now().toString(36)}-${Array.from(random, (n) => n.toString(36)).join("")}`;
}

export interface DraftOf {
  key: string;
  editor: string;
  title: string;
  place: Place;
  base_revision?: number;
}

export interface DraftKeeper {
  /** 草稿已存 10:32:05, or what went wrong. */
  words: Ref<string>;
  failed: Ref<boolean>;
  /** Saves now what is not saved yet; true when what stands in the editor is kept. */
  flush: () => Promise<boolean>;
  /** No more saving: the record stands. */
  end: () => void;
  /** No more saving, and what was kept is put away; it can be restored for thirty days. */
  giveUp: () => Promise<void>;
  /** What was kept is put away: whatever is typed from now on is kept anew. */
  anew: () => void;
  /** Takes this state as already saved. */
  known: (state: unknown) => void;
}

const PAUSE = 400;
/** Who types without a pause is saved this often all the same. */
const MOST = 800;
const SCHEMA = 1;
const clock = (): string => new Date().toTimeString().slice(0, 8);

/** `state` is what is kept; null while there is nothing. Saving begins when `dirty` says that something was typed. */
export function useDraft(of: () => DraftOf | null, state: () => unknown, dirty: () => boolean): DraftKeeper {
  const words = ref("");
  const failed = ref(false);
  let saved = "";
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the first key was typed that is not saved yet; 0: all is. */
  let since = 0;
  let running: Promise<boolean> = Promise.resolve(true);
  /** As it stood before anything was typed. */
  let untouched: unknown = null;
  const asItStands = (): unknown => JSON.parse(JSON.stringify(state())) as unknown;
  watch(dirty, (typed) => void (untouched = typed ? untouched : asItStands()), { immediate: true });
  /** Its title with the first words written, by which it is known among others of its kind. */
  function titled(title: string, content: unknown): string {
    const words = firstWords(untouched, content);
    return words && !title.includes(words.replace(/…$/, "")) ? `${title}：${words}` : title;
  }

  async function save(): Promise<boolean> {
    const draft = of();
    const content = state();
    if (ended || !draft || content === null) return false;
    if (!dirty()) return true;
    const text = JSON.stringify(content);
    if (text === saved) return true;
    try {
      await host.call("draft.save", { ...draft, title: titled(draft.title, content), schema: SCHEMA, content: JSON.parse(text) as unknown });
      saved = text;
      failed.value = false;
      words.value = `草稿已存 ${clock()}`;
      return true;
    } catch (e) {
      failed.value = true;
      words.value = `草稿没有存上：${toCallError(e).message}`;
      return false;
    }
  }
  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    since = 0;
    // One after the other, so that an older state never overtakes a newer one.
    running = running.then(save);
    return running;
  };
  watch(
    () => JSON.stringify(state()),
    () => {
      clearTimeout(timer);
      if (!dirty()) untouched = asItStands();
      since ||= Date.now();
      timer = setTimeout(() => void flush(), Math.max(0, Math.min(PAUSE, since + MOST - Date.now())));
    },
  );
  const now = () => void flush();
  const hidden = () => document.visibilityState === "hidden" && now();
  onMounted(() => {
    document.addEventListener("focusout", now);
    document.addEventListener("visibilitychange", hidden);
    window.addEventListener("pagehide", now);
  });
  onBeforeUnmount(() => {
    void flush();
    document.removeEventListener("focusout", now);
    document.removeEventListener("visibilitychange", hidden);
    window.removeEventListener("pagehide", now);
  });
  return {
    words,
    failed,
    flush,
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
    giveUp: async () => {
      ended = true;
      clearTimeout(timer);
      const draft = of();
      await running;
      if (draft) await host.call("draft.discard", { key: draft.key }).catch(() => undefined);
    },
    anew: () => {
      saved = "";
      words.value = "";
    },
    known: (content) => {
      saved = JSON.stringify(content);
      words.value = "接着草稿往下写";
    },
  };
}

/** Where a draft is taken up again. */
export function draftRoute(draft: DraftHead): { path: string; query: { [key: string]: string } } | null {
  const { batch, record, step } = draft.place;
  if (draft.editor === "batch") return { path: "/batch/new", query: { draft: draft.key } };
  if (draft.editor === "tray" && batch !== null) return { path: `/batch/${batch}/scans`, query: {} };
  if (draft.editor === "marks" && batch !== null) return { path: `/batch/${batch}/setup`, query: { at: "marks" } };
  if (draft.editor === "paste" && batch !== null) return { path: `/batch/${batch}/setup`, query: { at: "people" } };
  if (draft.editor === "charges" && batch !== null) return { path: `/batch/${batch}/setup`, query: { at: "charges" } };
  if (draft.editor === "person") return { path: draft.place.field ? `/people/${draft.place.field}/edit` : "/people/new", query: { draft: draft.key, ...(batch !== null ? { batch: String(batch) } : {}) } };
  if (draft.editor === "note") return { path: "/notebook", query: { draft: draft.key } };
  // A dialog is kept with the path of the screen it opened on.
  if (draft.editor === "dialog" && draft.place.field?.startsWith("/")) {
    const [path = "/", query] = draft.place.field.split("?");
    return { path, query: Object.fromEntries(new URLSearchParams(query)) };
  }
  if (draft.editor === "dialog" && batch !== null) {
    const query: { [key: string]: string } = step ? { step } : {};
    return { path: draft.place.candidate !== null ? `/batch/${batch}/person/${draft.place.candidate}` : step ? `/batch/${batch}/records` : `/batch/${batch}`, query };
  }
  if (draft.editor !== "record" || batch === null) return null;
  if (record !== null) return { path: `/batch/${batch}/record/${record}/correct`, query: { draft: draft.key } };
  return { path: `/batch/${batch}/record/new`, query: { draft: draft.key, step: step ?? "" } };
}

/** Brings back a draft that was given up: a new save does. */
export async function restoreDraft(key: string): Promise<void> {
  const { head, content } = await host.call("draft.get", { key });
  const { editor, title, place, schema, base_revision } = head;
  await host.call("draft.save", { key, editor, title, place, schema, content, ...(base_revision ? { base_revision } : {}) });
}
