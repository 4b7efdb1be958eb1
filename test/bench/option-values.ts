import { UsageError } from "./usage-error.ts";

/** @throws UsageError */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`--${option} is ${JSON.stringify(text)}, expected a whole number above 0`);
}

/** Reads a comma-separated list of known words. @throws UsageError */
export function listOf<Word extends string>(
  option: string,
  text: string,
  known: readonly Word[],
): readonly Word[] {
  return text.split(",").map((word) => {
    const found = known.find((each) => each === word.trim());
    if (found !== undefined) return found;
    throw new UsageError(`--${option} names ${JSON.stringify(word)}, expected some of ${known.join(", ")}`);
  });
}

/** Reads `key=value` texts. @throws UsageError */
export function pairs(option: string, texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const split = text.indexOf("=");
      if (split < 1) throw new UsageError(`--${option} is ${JSON.stringify(text)}, expected key=value`);
      return [text.slice(0, split), text.slice(split + 1)];
    }),
  );
}
