const units = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1_000 },
] as const;

/** How long something took or is ago, in one or two units: 340 ms · 12 s · 3 min 20 s · 2 h 5 min · 4 d. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const index = units.findIndex((unit) => ms >= unit.ms);
  const [first, second] = [units[index], units[index + 1]];
  if (first === undefined) return `${Math.round(ms)} ms`;
  const count = Math.floor(ms / first.ms);
  const rest = second === undefined || count >= 10 ? 0 : Math.floor((ms - count * first.ms) / second.ms);
  return rest === 0 || second === undefined
    ? `${count} ${first.name}`
    : `${count} ${first.name} ${rest} ${second.name}`;
}

/** In whole seconds at least, for what ages on the page: under a second is "now". */
export function formatAge(ms: number): string {
  return ms < 1_000 ? "now" : `${formatDuration(ms)} ago`;
}

/** A lag: its first digits matter below a second, whole seconds above. */
export function formatLag(ms: number | undefined): string {
  return ms === undefined ? "unknown" : formatDuration(ms);
}
