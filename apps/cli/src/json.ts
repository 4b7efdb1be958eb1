/** One JSON value on one line. BIGINTs become texts, because not every reader has whole numbers beyond 2^53; maps become objects. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return String(part);
    return part instanceof Map ? Object.fromEntries(part) : part;
  });
}
