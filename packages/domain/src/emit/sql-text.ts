/** A name in Flink SQL. */
export function flinkName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A string literal; Flink and Postgres agree on it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name in Postgres. */
export function postgresName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const units = [
  { name: "DAY", ms: 86_400_000 },
  { name: "HOUR", ms: 3_600_000 },
  { name: "MINUTE", ms: 60_000 },
  { name: "SECOND", ms: 1000 },
] as const;

/**
 * A Flink interval: in its largest whole unit where two digits do (`INTERVAL '30' MINUTE`), which is Flink's default
 * precision, and otherwise from days to seconds.
 */
export function intervalLiteral(ms: number): string {
  const unit = units.find((each) => ms >= each.ms && ms % each.ms === 0 && ms / each.ms < 100);
  if (unit !== undefined) return `INTERVAL '${ms / unit.ms}' ${unit.name}`;
  const days = String(Math.floor(ms / 86_400_000));
  const time = new Date(ms % 86_400_000).toISOString().slice("1970-01-01T".length, -1);
  return `INTERVAL '${days} ${time}' DAY(${Math.max(2, days.length)}) TO SECOND(3)`;
}
