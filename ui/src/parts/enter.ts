// Enter goes on to the next field, as the hand goes on over a paper form. Never while an input method composes, never in a longer text.

const fields = "input:not([type=hidden]):not([disabled]), textarea:not([disabled]), select:not([disabled])";

/** The fields of `form` one comes to by Tab, in order; of a group of radio buttons only the one that has the tab stop. */
export function stops(form: HTMLElement): HTMLElement[] {
  const all = [...form.querySelectorAll<HTMLElement>(fields)].filter((e) => e.tabIndex >= 0 && !e.closest("[inert], [hidden]") && e.offsetParent !== null);
  const radios = all.filter((e): e is HTMLInputElement => e instanceof HTMLInputElement && e.type === "radio");
  return all.filter((e) => !radios.includes(e as HTMLInputElement) || e === stopOf(radios, (e as HTMLInputElement).name));
}
const stopOf = (radios: HTMLInputElement[], name: string) => radios.find((r) => r.name === name && r.checked) ?? radios.find((r) => r.name === name);

/** For `@keydown` of a form. */
export function enterGoesOn(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const from = event.target as HTMLElement;
  if (!(from instanceof HTMLInputElement) || from.closest(".el-select") || from.type === "submit") return;
  event.preventDefault();
  const all = stops(event.currentTarget as HTMLElement);
  const at = all.findIndex((e) => e === from || (from.type === "radio" && e instanceof HTMLInputElement && e.name === from.name));
  const to = at < 0 ? undefined : all[at + (event.shiftKey ? -1 : 1)];
  to?.focus();
  if (to instanceof HTMLInputElement && to.type !== "radio" && to.type !== "checkbox") to.select();
}
