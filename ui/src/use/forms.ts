// The list of forms, asked once a run, and which of them a step or a record offers.
import { host, type FormList, type FormRow, type RecordKind } from "../ipc";

let asked: Promise<FormList> | null = null;

/** The list as of now; `again` when the workspace's own files may have changed. */
export function formList(again = false): Promise<FormList> {
  if (again || !asked) {
    asked = host.call("form.list", {});
    asked.catch(() => (asked = null));
  }
  return asked;
}

const yields = (form: FormRow, materials: readonly string[]): boolean => form.materials.some((m) => materials.includes(m));

/** Forms of a record: of its kind, and among those what its step yields; those of the whole batch and person come after. */
export function formsOfRecord(forms: readonly FormRow[], kind: RecordKind, materials: readonly string[]): FormRow[] {
  const mine = forms.filter((f) => f.subject === "记录" && f.records.includes(kind));
  const named = [...mine, ...forms.filter((f) => f.of_record)].filter((f) => yields(f, materials));
  // A form that names no material is the usual one of its kind: minutes, a talk.
  return [...named, ...mine.filter((f) => !f.materials.length)];
}

/** Forms of a step that need no record: of the batch, and of the person when one is at hand. */
export function formsOfStep(forms: readonly FormRow[], materials: readonly string[], person: boolean): FormRow[] {
  return forms.filter((f) => yields(f, materials) && (f.subject === "批次" || (f.subject === "人选" && person)));
}

/**
 * Every form of a step, whatever it is filled with: to be printed empty. A step that yields no paper of a form has its line in the sheet
 * of the whole procedure, which has one for every step.
 */
export function blanksOfStep(forms: readonly FormRow[], materials: readonly string[]): FormRow[] {
  const own = forms.filter((f) => yields(f, materials));
  return own.length ? own : forms.filter((f) => f.key === "procedure-sheet");
}

export const subjects: readonly FormRow["subject"][] = ["批次", "人选", "记录", "案卷", "移交", "封签"];

/** Forms by what they are about, in the order of the list; `text` narrows by name and group. */
export function bySubject(forms: readonly FormRow[], text: string): { subject: FormRow["subject"]; forms: FormRow[] }[] {
  const wanted = text.trim();
  const fits = (f: FormRow): boolean => !wanted || f.name.includes(wanted) || f.group.includes(wanted);
  return subjects.map((subject) => ({ subject, forms: forms.filter((f) => f.subject === subject && fits(f)) })).filter((g) => g.forms.length);
}
