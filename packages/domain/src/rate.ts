const unitSeconds = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;

const words =
  /^(\d{1,9}(?:\.\d{1,6})?)\s*(?:events?\s+)?(?:per|a|an|\/)\s*(second|minute|hour|day|s|m|h|d)$/i;

const longUnits: Readonly<Record<string, keyof typeof unitSeconds>> = {
  s: "second",
  m: "minute",
  h: "hour",
  d: "day",
};

/** Events a second, of `5 per second`, `300 a minute` or `2000/hour`; undefined when the text is no rate above 0. */
export function parseRate(text: string): number | undefined {
  const [, amount, unit] = words.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined || Number(amount) === 0) return undefined;
  const name = unit.toLowerCase();
  return Number(amount) / unitSeconds[longUnits[name] ?? (name as keyof typeof unitSeconds)];
}

/** Whether {@link parseRate} takes the text. */
export function isRate(text: string): boolean {
  return parseRate(text) !== undefined;
}
