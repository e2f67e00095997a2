// Files dropped on the window go to whatever is in front and takes files; where nothing does, they lead to the screen that can use them.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";
import { isNavigationFailure, type Router } from "vue-router";
import { host } from "../ipc";
import { sayHint } from "../parts/confirm";

export interface Dropped {
  /** Empty where the host may not see where files lie; then only their names are known. */
  paths: string[];
  names: string[];
}

const takers: ((dropped: Dropped) => void)[] = [];
let waiting: Dropped | null = null;

const ROSTER = /\.(lrmx|lrm|pic|xml|zip)$/i;
const SCANS = /\.(pdf|jpe?g|png|tiff?)$/i;

/** What certainly is no 任免审批表 and no folder of them. */
const OTHERS = /\.(pdf|jpe?g|png|tiff?|bmp|gif|ofd|docx?|wps|xlsx?|et|csv|txt|rar|7z|mp[34])$/i;

/** Where dropped files belong that no screen takes: scans of a batch and folders of them to its tray, 任免审批表 and other folders to the import; else nowhere. */
export function leadTo(at: string, { paths, names }: Dropped): { path: string; query?: { [key: string]: string } } | null {
  const files = paths.length ? paths : names;
  const batch = /^\/batch\/(\d+)/.exec(at)?.[1];
  const from = /^\/batch\/\d+\/(setup|posts)/.exec(at)?.[1];
  // A folder within a batch is what the scanner filled, but for where people are asked for.
  const scanned = (f: string): boolean => SCANS.test(f) || (!from && !OTHERS.test(f));
  if (batch && files.some(scanned) && !files.some((f) => ROSTER.test(f))) return { path: `/batch/${batch}/scans` };
  if (files.every((f) => OTHERS.test(f))) return null;
  return { path: "/people/import", query: batch && from ? { batch, from } : {} };
}

/** For the shell. */
export function leadDropped(router: Router): void {
  let off = () => {};
  onMounted(
    () =>
      (off = host.onDrop((dropped) => {
        const taker = takers[takers.length - 1];
        if (taker) return taker(dropped);
        const to = leadTo(router.currentRoute.value.path, dropped);
        if (!to) return sayHint("这里不接收这类文件。材料文件请在记录的“挂接材料”里选择，或在批次里拖入；任免审批表（.lrmx、.lrm）拖到人员或岗位与人选页会去导入。");
        waiting = dropped;
        // Who stays where they are has not asked for it later.
        void router.push(to).then((failure) => {
          if (isNavigationFailure(failure)) waiting = null;
        });
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
