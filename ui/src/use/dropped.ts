// Files dropped on the window go to whatever is in front and takes files; where nothing does, they lead to the screen that can use them.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";
import type { Router } from "vue-router";
import { host } from "../ipc";

export interface Dropped {
  /** Empty where the host may not see where files lie; then only their names are known. */
  paths: string[];
  names: string[];
}

const takers: ((dropped: Dropped) => void)[] = [];
let waiting: Dropped | null = null;

const ROSTER = /\.(lrmx|lrm|pic|xml|zip)$/i;
const SCANS = /\.(pdf|jpe?g|png|tiff?)$/i;

/** Where dropped files belong that no screen takes: scans of a batch to its tray, everything else to the import of people. */
export function leadTo(at: string, { paths, names }: Dropped): { path: string; query?: { [key: string]: string } } {
  const files = paths.length ? paths : names;
  const batch = /^\/batch\/(\d+)/.exec(at)?.[1];
  if (batch && files.some((f) => SCANS.test(f)) && !files.some((f) => ROSTER.test(f))) return { path: `/batch/${batch}/scans` };
  return { path: "/people/import", query: batch && /^\/batch\/\d+\/(setup|posts)/.test(at) ? { batch } : {} };
}

/** For the shell. */
export function leadDropped(router: Router): void {
  let off = () => {};
  onMounted(
    () =>
      (off = host.onDrop((dropped) => {
        const taker = takers[takers.length - 1];
        if (taker) return taker(dropped);
        waiting = dropped;
        void router.push(leadTo(router.currentRoute.value.path, dropped));
      })),
  );
  onBeforeUnmount(() => off());
}

/**
 * For a screen or a dialog that takes files: while it is there, what is dropped goes to `look`, as does what led here. Where the host
 * sees no paths, the words say so and `ask` asks for them.
 */
export function useDropped(look: (paths: string[]) => unknown, ask: () => unknown): Ref<string> {
  const told = ref("");
  const take = ({ paths, names }: Dropped): void => {
    told.value = paths.length ? "" : `浏览器不让页面知道“${names[0] ?? ""}”等 ${names.length} 个文件在哪里，请填写它们的完整路径`;
    void (paths.length ? look(paths) : ask());
  };
  onMounted(() => {
    takers.push(take);
    const led = waiting;
    waiting = null;
    if (led) take(led);
  });
  onBeforeUnmount(() => takers.splice(takers.indexOf(take), 1));
  return told;
}
