// Asking yes or no, and saying that something was done. Screens use these, not Element's own calls.
import { ElMessage, ElMessageBox } from "element-plus";

export interface Confirm {
  title: string;
  text: string;
  yes: string;
  no?: string;
  danger?: boolean;
}

export async function askConfirm({ title, text, yes, no = "取消", danger = false }: Confirm): Promise<boolean> {
  try {
    await ElMessageBox.confirm(text, title, {
      confirmButtonText: yes,
      cancelButtonText: no,
      confirmButtonType: danger ? "danger" : "primary",
      closeOnClickModal: false,
      // Leaving by the Back key changes the address before it asks; the question must stay.
      closeOnHashChange: false,
      autofocus: true,
    });
    return true;
  } catch {
    return false;
  }
}

/** The newest word takes the place of the older ones: none is held back because others still stand. */
export function sayDone(text: string): void {
  ElMessage.closeAll();
  ElMessage({ message: text, type: "success", duration: 3000, customClass: "said", plain: true });
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
