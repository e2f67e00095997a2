// Which batch the fields of a form pick people for: those of the batch come first. The host knows the names and their pinyin.
import { inject, provide, type InjectionKey } from "vue";
import { host, type PersonPick } from "../ipc";

const key: InjectionKey<number> = Symbol("batch");
export const pickFor = (batch: number): void => provide(key, batch);
export const usePickBatch = (): number | undefined => inject(key, undefined);

/** People for what was typed: characters, pinyin or its initials. Never an error: without an answer the name is simply typed. */
export async function people(text: string, batch: number | undefined, limit = 8): Promise<PersonPick[]> {
  try {
    return await host.call("person.pick", { text, limit, ...(batch === undefined ? {} : { batch }) });
  } catch {
    return [];
  }
}
