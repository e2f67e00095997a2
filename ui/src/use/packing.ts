// The sealing of a batch's volumes, which goes on whatever screen is looked at: what was filled in, how far it is, how it ended.
// Kept as long as the program runs; nothing of it is written down here.
import { reactive, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { host, type ArrangeOptions, type PackageForm, type PackResult } from "../ipc";
import { sayDone, sayFault } from "../parts/confirm";
import { useJob, type Job } from "./job";

export interface PackForm {
  folder: string;
  form: PackageForm;
  arranger: string;
  checker: string;
  override_reason: string;
  /** Numbers of the volumes to seal; null for all of them. */
  volumes: number[] | null;
}
const blank = (): PackForm => ({ folder: "", form: "folder", arranger: "", checker: "", override_reason: "", volumes: null });

export interface Packing {
  /** As it was filled in, until it has led to packages. */
  form: PackForm;
  job: Job;
  result: ShallowRef<PackResult | null>;
  /** How many screens show it: what ends unseen is told wherever the user is. */
  seen: Ref<number>;
  /** Seals with the options the preview was made with. */
  pack: (options: ArrangeOptions) => Promise<void>;
}

const running = new Map<number, Packing>();

export function packingOf(batch: number): Packing {
  const known = running.get(batch);
  if (known) return known;
  const form = reactive(blank());
  const job = useJob();
  const result = shallowRef<PackResult | null>(null);
  const seen = ref(0);
  async function pack(options: ArrangeOptions): Promise<void> {
    result.value = null;
    const { volumes, ...rest } = form;
    const request = { batch, options, ...rest, folder: form.folder.trim(), arranger: form.arranger.trim(), checker: form.checker.trim(), volumes: volumes ?? [] };
    const answer = await job.run((call) => host.call("volume.pack", request, call));
    if (!answer) {
      if (!seen.value && job.error.value) sayFault({ message: `案卷没有封装：${job.error.value.message}`, remedy: job.error.value.remedy });
      return;
    }
    result.value = answer;
    Object.assign(form, blank());
    sayDone(`已封装 ${answer.packages.length} 个案卷包`);
  }
  const packing = { form, job, result, seen, pack };
  running.set(batch, packing);
  return packing;
}
