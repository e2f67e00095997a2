// What a record is saved as. Lines nobody wrote in are no part of it: Enter on the last line of a list opens one more, which may stay empty.
import type { RecordContent } from "../../ipc";

/** What a line has by itself when it is added. */
const given = new Set(["name", "role", "mode", "principal", "topic"]);
const empty = (value: unknown): boolean => value === null || value === undefined || value === "" || value === false || (typeof value === "string" && !value.trim()) || (Array.isArray(value) && !value.length);
/** A place to sign laid for an office waits for whoever holds it. */
const awaitsOffice = (line: object): boolean => "mode" in line && line.mode === "pending" && "role" in line && !["", "责任人"].includes(String(line.role).trim());
function nobody(line: unknown): boolean {
  if (typeof line !== "object" || line === null || !("name" in line) || awaitsOffice(line)) return false;
  return empty(line.name) && Object.entries(line).every(([key, value]) => given.has(key) || empty(value));
}

function without<T>(value: T): T {
  if (Array.isArray(value)) return value.filter((line) => !nobody(line)).map(without) as T;
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, without(v)])) as T;
  return value;
}

/** The record without the lines that name nobody and say nothing. */
export const tidied = (content: RecordContent): RecordContent => without(content);
