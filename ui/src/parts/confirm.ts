// Asking yes or no, and saying that something was done. Screens use these, not Element's own calls.
import { h } from "vue";
import { ElMessage, ElMessageBox } from "element-plus";

export interface Confirm {
  title: string;
  text: string;
  yes: string;
  no?: string;
  danger?: boolean;
  /** What yes does is lost for good: Enter means no. */
  careful?: boolean;
  /** A third way beside yes and no, with what it means. */
  third?: { label: string; words: string };
}

export const askConfirm = async (question: Confirm): Promise<boolean> => (await askThree(question)) === "yes";

/** `third` only where the question has one. */
export async function askThree({ title, text, yes, no = "取消", danger = false, careful = false, third }: Confirm): Promise<"yes" | "no" | "third"> {
  let chosen = false;
  let open = true;
  // Element has two buttons: the third goes out by the way of the first, and is remembered.
  const take = (event: MouseEvent): void => {
    chosen = true;
    (event.currentTarget as HTMLElement).closest(".el-message-box")?.querySelector<HTMLElement>(".el-message-box__btns button")?.click();
  };
  const message = third ? h("div", [h("p", text), h("p", { class: "third" }, [h("button", { type: "button", class: "as-link", onClick: take }, third.label), h("span", third.words)])]) : text;
  // Element gives the focus to yes; where Enter is to mean no it goes on from there.
  const toNo = (tries: number): void => {
    if (!open) return;
    const buttons = [...document.querySelectorAll<HTMLElement>(".el-message-box__btns")].at(-1)?.querySelectorAll<HTMLElement>("button");
    if (buttons?.[1] && document.activeElement === buttons[1]) buttons[0]?.focus();
    else if (tries > 0) setTimeout(() => toNo(tries - 1), 20);
  };
  if (careful) setTimeout(() => toNo(50));
  try {
    await ElMessageBox.confirm(message, title, {
      confirmButtonText: yes,
      cancelButtonText: no,
      confirmButtonType: danger ? "danger" : "primary",
      closeOnClickModal: false,
      // Leaving by the Back key changes the address before it asks; the question must stay.
      closeOnHashChange: false,
      autofocus: true,
    });
    return "yes";
  } catch {
    return chosen ? "third" : "no";
  } finally {
    open = false;
  }
}

/** The newest word takes the place of the older ones: none is held back because others still stand. */
export function sayDone(text: string): void {
  ElMessage.closeAll();
  ElMessage({ message: text, type: "success", duration: 3000, customClass: "said", plain: true });
}

/** The same, with the way to what is to be seen. */
export function sayDoneWith(text: string, way: { label: string; go: () => void }): void {
  ElMessage.closeAll();
  const go = (): void => {
    ElMessage.closeAll();
    way.go();
  };
  ElMessage({ message: h("span", [text, "　", h("button", { type: "button", class: "as-link", onClick: go }, way.label)]), type: "warning", duration: 12000, showClose: true, customClass: "said", plain: true });
}

/** Says why what the user did has no effect here. */
export function sayHint(text: string): void {
  ElMessage.closeAll();
  ElMessage({ message: text, type: "warning", duration: 6000, grouping: true, customClass: "said", plain: true });
}

/** Says what went wrong outside the screen itself, over whatever dialog is open; it stays until it has been read. */
export function sayFault(error: { message: string; remedy: string }): void {
  ElMessage.closeAll();
  ElMessage({ message: [error.message, error.remedy].filter(Boolean).join("　"), type: "error", duration: 0, showClose: true, customClass: "said", plain: true });
}
