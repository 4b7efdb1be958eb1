import type { GeneratorSummary } from "@millrace/generator";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A run so far on one line; `ratePerSecond` is that of the last second. */
export function progressLine(summary: GeneratorSummary, ratePerSecond: number): string {
  const { sent, errors, latencyMs } = summary;
  const { p50, p95, p99 } = latencyMs;
  return (
    `sent ${number.format(sent)}  errors ${number.format(errors)}  rate ${number.format(ratePerSecond)}/s  ` +
    `latency p50 ${number.format(p50)} ms, p95 ${number.format(p95)} ms, p99 ${number.format(p99)} ms`
  );
}

/** What a run amounts to. */
export function summaryText(
  summary: GeneratorSummary,
  again?: { readonly seed: number; readonly startMs: number },
): string {
  const { sent, accepted, known, refused, skipped, errors, durationMs, ratePerSecond, latencyMs } = summary;
  const parts = [
    `${number.format(accepted)} accepted`,
    ...(known > 0 ? [`${number.format(known)} sent before and known`] : []),
    ...(refused > 0 ? [`${number.format(refused)} malformed and refused`] : []),
    ...(skipped > 0
      ? [`${number.format(skipped)} malformed and left out (--malformed-bytes sends them)`]
      : []),
    `${number.format(errors)} errors`,
  ];
  const seconds = number.format(durationMs / 1000);
  return [
    `Sent ${number.format(sent)} events in ${seconds} s (${number.format(ratePerSecond)}/s): ${parts.join(", ")}.`,
    ...listed("Flaws", summary.flaws),
    ...listed("Answers", summary.answers),
    ...listed("Errors", summary.reasons),
    `Latency of a batch: p50 ${number.format(latencyMs.p50)} ms, p95 ${number.format(latencyMs.p95)} ms, p99 ${number.format(latencyMs.p99)} ms.`,
    ...(again === undefined
      ? []
      : [`The same events again: --seed ${again.seed} --start ${new Date(again.startMs).toISOString()}`]),
  ].join("\n");
}

function listed(title: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const entries = Object.entries(counts).map(([name, count]) => `${number.format(count)} × ${name}`);
  return entries.length === 0 ? [] : [`${title}: ${entries.join(", ")}.`];
}
