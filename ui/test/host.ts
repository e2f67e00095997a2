// A host for tests of parts: answers only what a test gives it, so that an unexpected question fails.
import { useHost, type ByteCommands, type Commands } from "../src/ipc";
import { CallError, type Host } from "../src/ipc/host";

type Answers = { [K in keyof Commands]?: (request: Commands[K]["request"]) => Commands[K]["answer"] | Promise<Commands[K]["answer"]> };

export function answering(answers: Answers, more: Partial<Host> = {}): { name: string; request: unknown }[] {
  const asked: { name: string; request: unknown }[] = [];
  const host: Host = {
    call: async (name, request) => {
      asked.push({ name, request });
      const answer = answers[name];
      if (!answer) throw new CallError("internal", `没有准备 ${name} 的答案`, "");
      return (await answer(request as never)) as never;
    },
    bytes: (name: keyof ByteCommands) => Promise.reject(new CallError("internal", `没有准备 ${name} 的答案`, "")),
    pickFiles: () => Promise.resolve([]),
    pickFolder: () => Promise.resolve(null),
    onDrop: () => () => undefined,
    reveal: () => Promise.resolve(false),
    changesWorkspace: () => false,
    hold: () => undefined,
    onClose: () => () => undefined,
    ...more,
  };
  useHost(host);
  return asked;
}
