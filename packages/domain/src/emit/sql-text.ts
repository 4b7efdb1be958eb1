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

/** A Flink interval in its largest whole unit: `INTERVAL '30' MINUTE`. More than two digits need a stated precision. */
export function intervalLiteral(ms: number): string {
  const unit = ms === 0 ? undefined : units.find((each) => ms % each.ms === 0);
  if (unit === undefined) return `INTERVAL '${(ms / 1000).toFixed(3)}' SECOND(10, 3)`;
  const amount = String(ms / unit.ms);
  return `INTERVAL '${amount}' ${unit.name}${amount.length > 2 ? `(${amount.length})` : ""}`;
}
