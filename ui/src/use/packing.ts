// The sealing of a batch's volumes, which goes on whatever screen is looked at: what was filled in, how far it is, how it ended.
// Kept as long as the program runs; nothing of it is written down here.
import { reactive, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { host, type ArrangeOptions, type PackageForm, type PackRequest, type PackResult, type TransferLayout } from "../ipc";
import { sayDone, sayFault } from "../parts/confirm";
import { useJob, type Job } from "./job";

export interface PackForm {
  folder: string;
  form: PackageForm;
  arranger: string;
  checker: string;
  override_reason: string;
  /** A bare transfer tree beside each package; empty: none. */
  tree: TransferLayout | "";
  /** Up to how many megabytes the content of a 件 goes into its capsule, 0 for none of it; null: no capsules. */
  capsule: number | null;
  /** Keys of the volumes to seal; null for all of them. Their numbers are others once a candidate was added. */
  volumes: string[] | null;
}

/** What was filled in earlier, for the volumes that may be sealed now. A reason for sealing with 错 was given for those chosen then, and for no others. */
export function renewed(form: PackForm, open: readonly string[]): PackForm {
  // Drafts of an earlier program had numbers.
  const known = form.volumes?.every((v) => typeof v === "string") ? form.volumes : null;
  const volumes = known && known.filter((key) => open.includes(key));
  const same = known !== null && volumes?.length === known.length;
  return { ...blank(), ...form, volumes, override_reason: same ? form.override_reason : "" };
}
const blank = (): PackForm => ({ folder: "", form: "folder", arranger: "", checker: "", override_reason: "", tree: "", capsule: 0, volumes: null });

/** What is asked of the sealing, and before it of what is known already; `volumes` are numbers of the preview, empty for all of them. */
export function packRequest(batch: number, options: ArrangeOptions, form: PackForm, volumes: number[]): PackRequest {
  const { tree, capsule, ...filled } = form;
  const asked = { ...(tree ? { tree } : {}), ...(capsule === null ? {} : { capsule: { full_up_to: Math.round(capsule * 1024 * 1024) } }) };
  return { batch, options, ...filled, ...asked, folder: form.folder.trim(), arranger: form.arranger.trim(), checker: form.checker.trim(), volumes };
}

export interface Packing {
  /** As it was filled in, until it has led to packages. */
  form: PackForm;
  job: Job;
  result: ShallowRef<PackResult | null>;
  /** How many screens show it: what ends unseen is told wherever the user is. */
  seen: Ref<number>;
  /** Seals with the options the preview was made with; `volumes` are its numbers, empty for all of them. */
  pack: (options: ArrangeOptions, volumes: number[]) => Promise<void>;
}

const running = new Map<number, Packing>();

export function packingOf(batch: number): Packing {
  const known = running.get(batch);
  if (known) return known;
  const form = reactive(blank());
  const job = useJob();
  const result = shallowRef<PackResult | null>(null);
  const seen = ref(0);
  async function pack(options: ArrangeOptions, volumes: number[]): Promise<void> {
    result.value = null;
    const request = packRequest(batch, options, form, volumes);
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
