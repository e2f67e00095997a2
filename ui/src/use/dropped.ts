// Files dropped on the window, handed to the screen that reads them.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";
import { isNavigationFailure, type Router } from "vue-router";
import { host } from "../ipc";
import { sayHint } from "../parts/confirm";

let waiting: { paths: string[]; names: string[] } | null = null;

/** What certainly is no 任免审批表: such files belong to a record, and leave nobody's screen. */
const others = /\.(pdf|jpe?g|png|tiff?|bmp|gif|ofd|docx?|wps|xlsx?|et|csv|txt|zip|rar|7z|mp[34])$/i;
export const forImport = (files: readonly string[]): boolean => files.some((f) => !others.test(f));

/** For the shell: wherever 任免审批表 or folders are dropped, the import screen takes them; from a batch's own screens it knows the batch. */
export function leadDropped(router: Router): void {
  let off = () => {};
  onMounted(
    () =>
      (off = host.onDrop((dropped) => {
        const here = router.currentRoute.value;
        if (here.path === "/people/import") return;
        const files = dropped.paths.length ? dropped.paths : dropped.names;
        if (!forImport(files)) return sayHint("这里不接收这类文件。材料文件请在记录的“挂接材料”里选择；拖入的任免审批表（.lrmx、.lrm）或文件夹会去导入人员。");
        waiting = dropped;
        const batch = /^\/batch\/(\d+)\/(setup|posts)/.exec(here.path)?.[1];
        // Who stays where they are has not asked for it later.
        void router.push({ path: "/people/import", query: batch ? { batch } : {} }).then((failure) => {
          if (isNavigationFailure(failure)) waiting = null;
        });
      })),
  );
  onBeforeUnmount(() => off());
}

/** For the import screen: what was dropped goes to `look`; where the host sees no paths, the words say so and `ask` asks for them. */
export function useDropped(look: (paths: string[]) => unknown, ask: () => unknown): Ref<string> {
  const told = ref("");
  let off = () => {};
  const take = ({ paths, names }: { paths: string[]; names: string[] }): void => {
    told.value = paths.length ? "" : `浏览器不让页面知道“${names[0] ?? ""}”等 ${names.length} 个文件在哪里，请填写它们的完整路径`;
    void (paths.length ? look(paths) : ask());
  };
  onMounted(() => {
    if (waiting) take(waiting);
    waiting = null;
    off = host.onDrop(take);
  });
  onBeforeUnmount(() => off());
  return told;
}
