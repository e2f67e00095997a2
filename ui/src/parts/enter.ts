// Enter goes on to the next field, as the hand goes on over a paper form: in every form and dialog alike, from text, drop-downs, tick boxes
// and tables. At the last field it comes to the main button; Ctrl+Enter and Ctrl+S press that at once. Never in a longer text, never while an
// input method composes. What has a meaning of its own for Enter (an open list, a name that is offered) takes the key before it comes here.
import { onBeforeUnmount, onMounted } from "vue";

const fields = "input:not([type=hidden]):not([disabled]), textarea:not([disabled]), select:not([disabled]), [data-stop]";

/** The key belongs to an input method. WebKit tells of the Enter that ends a composition only by its number. */
export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

const seen = (e: HTMLElement): boolean => !e.closest("[inert], [hidden]") && e.offsetParent !== null;
/** Tick boxes that are one question: Enter passes them in one press, Tab goes through them. */
const questionOf = (e: HTMLElement): HTMLElement | null => e.closest<HTMLElement>("fieldset[data-question]");
/** The fields of `form` Enter comes to, in order; of a group of radio buttons only the one that has the tab stop, of tick boxes that are one question the first. */
export function stops(form: HTMLElement): HTMLElement[] {
  const all = [...form.querySelectorAll<HTMLElement>(fields)].filter((e) => e.tabIndex >= 0 && seen(e));
  const radios = all.filter((e): e is HTMLInputElement => e instanceof HTMLInputElement && e.type === "radio");
  const first = (e: HTMLElement): boolean => all.find((x) => questionOf(x) === questionOf(e)) === e;
  return all.filter((e) => (!radios.includes(e as HTMLInputElement) || e === stopOf(radios, (e as HTMLInputElement).name)) && (!questionOf(e) || first(e)));
}
const stopOf = (radios: HTMLInputElement[], name: string) => radios.find((r) => r.name === name && r.checked) ?? radios.find((r) => r.name === name);

/** With what stands in it marked, so that typing takes its place. */
export function enterField(field: HTMLElement | null | undefined): void {
  field?.focus();
  if (field instanceof HTMLInputElement && field.type !== "radio" && field.type !== "checkbox" && !field.readOnly) field.select();
}

/** Of a form that has just opened: its first field is under the hand, unless the hand is somewhere already. */
export function enterFirst(form: HTMLElement | null | undefined): void {
  const now = document.activeElement;
  if (form && (!now || now === document.body || now.matches("main, a, [tabindex='-1']") || !now.isConnected)) enterField(stops(form)[0]);
}

/** What a field belongs to: the dialog it stands in, else its form. Searching and filtering is no filling in. */
function scopeOf(from: HTMLElement): HTMLElement | null {
  return from.closest<HTMLElement>(".our-dialog .el-dialog__body") ?? from.closest<HTMLElement>("form:not([role=search]), [data-form]");
}
/** The button that does what the form is for. */
export function mainButton(scope: HTMLElement): HTMLElement | null {
  const buttons = (root: ParentNode | null | undefined, of = ".el-button--primary:not([disabled]):not(.is-link)") => [...(root?.querySelectorAll<HTMLElement>(of) ?? [])].filter(seen);
  const dialog = scope.closest(".our-dialog");
  if (dialog) return buttons(dialog.querySelector(".el-dialog__footer")).at(-1) ?? buttons(scope).at(-1) ?? null;
  const own = buttons(scope, ".el-button--primary[type=submit]:not([disabled])")[0];
  return own ?? buttons(scope.closest("main")).find((b) => scope.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING) ?? null;
}

/** Into a table Enter comes where something is wanted, not over what is filled in already. */
function doorOf(to: HTMLElement, from: Element | null, back: boolean): HTMLElement | null {
  const table = to.closest("fieldset.rows");
  if (!table || table === from || to.matches("[data-add]")) return null;
  const cell = table.querySelector(back ? "[data-door=below]" : "[data-door=above]") ?? table.querySelector("[data-door=above]");
  const fields = [...(cell?.querySelectorAll<HTMLElement>("input, textarea, select") ?? [])].filter(seen);
  return fields.find((f) => f.tabIndex >= 0) ?? null;
}

function enterGoesOn(event: KeyboardEvent): void {
  if (composing(event) || event.defaultPrevented || event.altKey) return;
  const from = event.target instanceof HTMLElement ? event.target : null;
  const scope = from && scopeOf(from);
  const held = event.ctrlKey || event.metaKey;
  if (held && (event.key === "Enter" || event.key.toLowerCase() === "s")) {
    const whole = scope ?? from?.closest<HTMLElement>(".our-dialog")?.querySelector<HTMLElement>(".el-dialog__body");
    if (!whole) return;
    event.preventDefault();
    mainButton(whole)?.click();
    return;
  }
  if (!from || !scope || held || event.key !== "Enter") return;
  const field = from.matches(".el-select") ? from.querySelector("input") : from;
  if (!(field instanceof HTMLInputElement) || field.type === "submit") return;
  event.preventDefault();
  const all = stops(scope);
  const at = all.findIndex((e) => e === field || (field.type === "radio" && e instanceof HTMLInputElement && e.name === field.name) || (questionOf(e) !== null && questionOf(e) === questionOf(field)));
  const table = field.closest("fieldset.rows");
  // A table has its own way from cell to cell; who comes here from one is through with it.
  const to = event.shiftKey ? all[at - 1] : table ? all.slice(at + 1).find((e) => !table.contains(e)) : at < 0 ? undefined : all[at + 1];
  if (to) enterField(doorOf(to, table, event.shiftKey) ?? to);
  else if (!event.shiftKey) mainButton(scope)?.focus();
}

/** Once for the whole window. */
export function useEnter(): void {
  onMounted(() => document.addEventListener("keydown", enterGoesOn));
  onBeforeUnmount(() => document.removeEventListener("keydown", enterGoesOn));
}
