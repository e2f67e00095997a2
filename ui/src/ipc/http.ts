// The loopback server as host (`jishi serve`). A browser may not see paths, so its file pickers are a dialog of ours that asks for one.
import type { ProgressNote } from "./commands";
import { CallError, newJob, toCallError, type CallOptions, type Host, type PickFiles } from "./host";

/** What the path dialog is asked and how it answers. `PathDialog.vue` takes these up. */
export interface PathQuestion {
  title: string;
  kind: "files" | "folder";
  extensions: string[];
  multiple: boolean;
  answer: (paths: string[]) => void;
}

let asker: ((question: PathQuestion) => void) | null = null;

/** The shell registers the dialog that asks. */
export function onPathQuestion(handler: (question: PathQuestion) => void): void {
  asker = handler;
}

function ask(question: Omit<PathQuestion, "answer">): Promise<string[]> {
  return new Promise((resolve, reject) => {
    if (asker) asker({ ...question, answer: resolve });
    else reject(new CallError("internal", "现在不能选择文件", "请刷新页面后重试"));
  });
}

/** The error a response carries; a response without one is the program's own fault. */
export async function responseError(response: Response): Promise<CallError> {
  const text = await response.text().catch(() => "");
  try {
    return toCallError(JSON.parse(text));
  } catch {
    if (response.status === 401 || response.status === 403) {
      return new CallError("bad_request", "这个页面的登录已经失效", "请从选任纪实给出的地址重新打开页面");
    }
    return new CallError("internal", `程序没有正常回应（${response.status}）`, "请重试；仍然如此时请重新启动选任纪实");
  }
}

async function post(path: string, body: unknown, headers: { [name: string]: string } = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body ?? {}),
      credentials: "same-origin",
    });
  } catch (e) {
    throw toCallError(e);
  }
  if (!response.ok) throw await responseError(response);
  return response;
}

/** Asks and reads the answer; as a job the server knows when progress or stopping is wanted. */
async function posted<T>(path: string, request: unknown, { onProgress, signal }: CallOptions = {}, read: (response: Response) => Promise<T>): Promise<T> {
  const job = onProgress || signal ? newJob() : null;
  let events: EventSource | null = null;
  if (job && onProgress) {
    events = new EventSource(`/progress/${job}`);
    events.onmessage = (event) => onProgress(JSON.parse(event.data as string) as ProgressNote);
  }
  const cancel = () => void fetch(`/cancel/${job}`, { method: "POST", credentials: "same-origin" }).catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  try {
    return await read(await post(path, request, job ? { "X-Jishi-Job": job } : {}));
  } finally {
    signal?.removeEventListener("abort", cancel);
    events?.close();
  }
}

export const httpHost: Host = {
  call: (name, request, options) => posted(`/call/${name}`, request, options, (response) => response.json()),
  bytes: (name, request, options) => posted(`/bytes/${name}`, request, options, async (response) => new Uint8Array(await response.arrayBuffer())),
  pickFiles: ({ title, extensions, multiple }: PickFiles) => ask({ title, kind: "files", extensions, multiple }),
  pickFolder: async ({ title }) => (await ask({ title, kind: "folder", extensions: [], multiple: false }))[0] ?? null,
  onDrop(handler) {
    const over = (event: DragEvent) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!files.length) return;
      event.preventDefault();
      handler({ paths: [], names: files.map((f) => f.name) });
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  },
  reveal: () => Promise.resolve(false),
  changesWorkspace: () => false,
  hold: () => undefined,
  onClose: () => () => undefined,
};
