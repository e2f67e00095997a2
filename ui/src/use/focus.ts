// The focus never falls out of the page: what had it may be taken away or spent by its own press (撤销一步, a draft put away, a dialog whose
// opener is gone). Then the nearest part of the screen that still stands has it, and Tab goes on from there; what is only busy gets it back.
import { onBeforeUnmount, onMounted } from "vue";

const parts = "[role=dialog], section, article, fieldset, form, nav, .panel, main";

export function useFocusKept(): void {
  let last: HTMLElement | null = null;
  /** Around the last one, the nearest first: it may leave the document, they may not. */
  let around: HTMLElement[] = [];
  /** What was only disabled for a while, and what holds its place. */
  let owed: { to: HTMLElement; by: HTMLElement } | null = null;
  const usable = (e: HTMLElement): boolean => e.isConnected && !e.matches(":disabled") && !e.closest("[inert]") && e.getClientRects().length > 0;

  function note(event: FocusEvent): void {
    if (!(event.target instanceof HTMLElement)) return;
    last = event.target;
    if (owed && owed.by !== last) owed = null;
    around = [];
    for (let e = last.parentElement?.closest<HTMLElement>(parts); e; e = e.parentElement?.closest<HTMLElement>(parts)) around.push(e);
  }
  /** A click beside everything is meant: nothing is to be held on to. */
  function unhand(event: Event): void {
    if (event.target instanceof Node && last && !last.contains(event.target)) last = null;
  }
  function look(): void {
    const now = document.activeElement;
    if (owed && now === owed.by && usable(owed.to)) {
      const { to } = owed;
      owed = null;
      return to.focus();
    }
    if ((now && now !== document.body) || !last) return;
    // A dialog holds the focus itself.
    const dialog = [...document.querySelectorAll<HTMLElement>(".el-overlay [role=dialog]")].filter((e) => e.getClientRects().length > 0).at(-1);
    if (usable(last) && (!dialog || dialog.contains(last))) return last.focus();
    const place = around.find((e) => usable(e) && (!dialog || dialog.contains(e))) ?? dialog ?? document.querySelector<HTMLElement>("main");
    if (!place) return;
    const spent = last;
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (spent.isConnected) owed = { to: spent, by: place };
  }
  let asked = 0;
  function soon(): void {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(look);
  }
  const watching = new MutationObserver(soon);
  onMounted(() => {
    document.addEventListener("focusin", note);
    document.addEventListener("focusout", soon);
    document.addEventListener("pointerdown", unhand, true);
    watching.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled", "inert", "style", "hidden"] });
  });
  onBeforeUnmount(() => {
    document.removeEventListener("focusin", note);
    document.removeEventListener("focusout", soon);
    document.removeEventListener("pointerdown", unhand, true);
    watching.disconnect();
    cancelAnimationFrame(asked);
  });
}
