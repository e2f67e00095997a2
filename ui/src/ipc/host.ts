// The one seam between the screens and whatever runs the commands. A screen never knows which host it has.
import type { AppError, ByteCommands, Code, Commands, ProgressNote } from "./commands";

export interface CallOptions {
  /** Told of progress; asking for it makes the call a job that can be stopped. */
  onProgress?: (note: ProgressNote) => void;
  /** Aborting it asks the host to stop the job; the call then ends with the code `cancelled`. */
  signal?: AbortSignal;
}

export interface PickFiles {
  title: string;
  /** Without dots: `["lrmx", "pdf"]`; empty for any. */
  extensions: string[];
  multiple: boolean;
}

export interface Host {
  call<K extends keyof Commands>(name: K, request: Commands[K]["request"], options?: CallOptions): Promise<Commands[K]["answer"]>;
  bytes<K extends keyof ByteCommands>(name: K, request: ByteCommands[K]["request"], options?: CallOptions): Promise<Uint8Array>;
  /** Paths on this machine; empty when the user thinks better of it, and when it failed (the shell says so). */
  pickFiles(wanted: PickFiles): Promise<string[]>;
  pickFolder(wanted: { title: string }): Promise<string | null>;
  /** Files dropped on the window, until the returned function is called; where the host may not see paths, only their names. */
  onDrop(handler: (dropped: { paths: string[]; names: string[] }) => void): () => void;
  /** Shows a file or folder in the system's file window. False where the host cannot. */
  reveal(path: string): Promise<boolean>;
  /** Whether another workspace may take the place of the open one while the page stays (`workspace.choose`). */
  changesWorkspace(): boolean;
  /** Tells the window whether something is unsaved; then it asks before it closes. A browser asks by itself. */
  hold(unsaved: boolean): void;
  /** When the user closes the window while something is unsaved: it closes when the handler says so. */
  onClose(handler: () => Promise<boolean>): () => void;
}

/** An `AppError` that can be thrown. */
export class CallError extends Error implements AppError {
  constructor(
    public code: Code,
    message: string,
    public remedy: string,
  ) {
    super(message);
    this.name = "CallError";
  }
}

const CODES: readonly Code[] = ["bad_request", "invalid", "not_found", "stale", "locked", "too_new", "blocked", "cancelled", "file", "internal"];

/** Whoever says code and message is told in those words; a code that is none of ours is the program's own fault. */
function isAppError(e: unknown): e is AppError {
  if (typeof e !== "object" || e === null) return false;
  const { code, message } = e as { code?: unknown; message?: unknown };
  return typeof message === "string" && typeof code === "string";
}

/** Whatever was thrown, as an error with words for the user. */
export function toCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (isAppError(thrown)) return new CallError(CODES.includes(thrown.code) ? thrown.code : "internal", thrown.message, thrown.remedy ?? "");
  if (typeof thrown === "string") {
    try {
      const parsed: unknown = JSON.parse(thrown);
      if (isAppError(parsed)) return toCallError(parsed);
    } catch {
      // Not JSON: the words themselves are the message.
    }
    return new CallError("internal", thrown, "请重试；仍然如此时请把这段话交给维护人员");
  }
  if (thrown instanceof DOMException && thrown.name === "AbortError") return new CallError("cancelled", "已经停止", "");
  if (thrown instanceof TypeError) {
    return new CallError("internal", "程序没有回应", "请确认选任纪实仍在运行，然后重试；已保存的内容不会丢失");
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return new CallError("internal", `程序出错：${words}`, "请重试；仍然如此时请把这段话交给维护人员");
}

/** A number for a job, unlike any other of this run. */
export function newJob(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `${Date.now().toString(36)}-${Array.from(random, (n) => n.toString(36)).join("")}`;
}
