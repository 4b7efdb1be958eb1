/** Text that Avro, Flink and Postgres all keep as it is, in words. */
export const keepable = "well-formed Unicode text without the NUL character";

/** Whether Avro, Flink and Postgres all keep a text as it is: no half surrogates, no NUL. */
export function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The number of characters, not of UTF-16 units. */
export function textLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
