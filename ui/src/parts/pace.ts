// How fast a job in bytes goes and how long it still takes, reckoned from what the host tells of it.
import { sizeWords } from "./numbers";

export interface Sample {
  /** Milliseconds of any clock that only goes forward. */
  at: number;
  done: number;
}

/** Only the newest ten seconds count: a stick that slows down is seen to. */
const SPAN = 10_000;

/** The samples with a new one; those that are too old go, but one before the span stays to measure from. */
export function sampled(samples: readonly Sample[], next: Sample): Sample[] {
  const last = samples[samples.length - 1];
  // Another job, or the same begun anew.
  if (last && next.done < last.done) return [next];
  const all = [...samples, next];
  const first = all.findIndex((s) => s.at >= next.at - SPAN);
  return all.slice(Math.max(0, first - 1));
}

/** Bytes a second; null while there is too little to tell. */
export function speed(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples[samples.length - 1]];
  if (!first || !last || last.at - first.at < 500) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

export function secondsWords(seconds: number): string {
  if (seconds < 1) return "不到 1 秒";
  if (seconds < 60) return `${Math.ceil(seconds)} 秒`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} 分` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
}

/** `1.2 MB / 8.0 MB，每秒 400 KB，约剩 17 秒`; what cannot be told yet is left out. */
export function paceWords(samples: readonly Sample[], total: number): string {
  const done = samples[samples.length - 1]?.done ?? 0;
  const words = [`${sizeWords(done)} / ${sizeWords(total)}`];
  const rate = speed(samples);
  if (rate !== null && rate >= 1) words.push(`每秒 ${sizeWords(Math.round(rate))}`, done < total ? `约剩 ${secondsWords((total - done) / rate)}` : "");
  if (rate !== null && rate < 1 && done < total) words.push("等待载体回应");
  return words.filter(Boolean).join("，");
}
