// Files dropped on the window, handed to the screen that reads them.
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";
import type { Router } from "vue-router";
import { host } from "../ipc";

let waiting: { paths: string[]; names: string[] } | null = null;

/** For the shell: wherever files are dropped, the import screen takes them; from a batch's own screens it knows the batch. */
export function leadDropped(router: Router): void {
  let off = () => {};
  onMounted(
    () =>
      (off = host.onDrop((dropped) => {
        const here = router.currentRoute.value;
        if (here.path === "/people/import") return;
        waiting = dropped;
        const batch = /^\/batch\/(\d+)\/(setup|posts)/.exec(here.path)?.[1];
        void router.push({ path: "/people/import", query: batch ? { batch } : {} });
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
