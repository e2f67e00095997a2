// What the checks say of a record while it is being typed: asked of the host a little after the last keystroke, never in between.
import { onScopeDispose, ref, watch, type Ref } from "vue";
import { host, type Finding, type RecordContent } from "../ipc";

const QUIET = 450;

/** `record`: the one being corrected, or null. An answer that was overtaken by further typing is dropped. */
export function useJudged(batch: number, record: number | null, content: Ref<RecordContent | null>): Ref<readonly Finding[]> {
  const found = ref<readonly Finding[]>([]);
  let turn = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  async function ask(): Promise<void> {
    const now = content.value;
    if (!now) return;
    const mine = ++turn;
    // A half-typed record may be one the host cannot read; the save will say so.
    const answer = await host.call("check.draft", { batch, record, content: now }).catch(() => null);
    if (mine === turn && answer) found.value = answer;
  }
  watch(
    content,
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void ask(), QUIET);
    },
    { deep: true, immediate: true },
  );
  onScopeDispose(() => {
    turn++;
    clearTimeout(waiting);
  });
  return found;
}
