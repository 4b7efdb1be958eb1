import type { DomainReport, PartReport, PartStatus } from "../../src/pipeline/report.ts";
import { partOf } from "../contract/part-of.ts";
import { formatDuration } from "../format/durations.ts";
import { formatRate } from "../format/numbers.ts";
import { count, inWords } from "../format/words.ts";
import { clock } from "../state/clock.ts";
import { freshnessOf, isOld } from "../state/freshness.ts";
import type { Subscription } from "../state/subscription.ts";
import { Ago } from "./ago.tsx";
import type { IconName } from "./icon-name.ts";
import { Icon } from "./icon.tsx";

const icons: Readonly<Record<PartStatus, IconName>> = {
  UP: "good",
  DEGRADED: "warn",
  DOWN: "bad",
  UNKNOWN: "unknown",
};

const words: Readonly<Record<PartStatus, string>> = {
  UP: "up",
  DEGRADED: "degraded",
  DOWN: "down",
  UNKNOWN: "unknown",
};

const way = ["publisher", "kafka", "flink", "connect", "store"] as const;
const unknownPart = (name: PartReport["name"]): PartReport => ({ name, status: "UNKNOWN" });

/** The way from the publisher to the stores, part by part. */
export function PipelineStrip({ followed }: { readonly followed: Subscription }) {
  const watch = followed.watch.value;
  const { report, skewMs } = watch;
  const wasSo = isOld(freshnessOf(watch, followed.domain.name, clock.value));
  const domain = report?.domains.find(({ name }) => name === followed.domain.name);
  const parts = report?.parts.map((part) => partOf(part, domain)) ?? way.map(unknownPart);
  return (
    <section class={wasSo ? "pipeline old" : "pipeline"} aria-label="Pipeline">
      <ol>
        {parts.map((part) => (
          <li
            key={part.name}
            class={`part status-${part.status}`}
            data-testid={`part-${part.name}`}
            data-status={part.status}
          >
            <p class="part-name">
              <Icon name={wasSo ? "unknown" : icons[part.status]} />
              <b>{inWords(part.name)}</b>{" "}
              <span>{wasSo ? `was ${words[part.status]}` : words[part.status]}</span>
            </p>
            <p class="part-facts">
              <Facts part={part} domain={domain} skewMs={skewMs} />
            </p>
            {part.detail !== undefined && part.status !== "UP" && <p class="part-detail">{part.detail}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FactsProps {
  readonly part: PartReport;
  readonly domain: DomainReport | undefined;
  readonly skewMs: number;
}

function Facts({ part, domain, skewMs }: FactsProps) {
  const { name, rate_per_second: rate, lag_records: lag } = part;
  const flink = name === "flink" ? domain?.flink : undefined;
  return (
    <>
      {rate !== undefined && <span>{formatRate(rate)}/s</span>}
      {lag !== undefined && <span>{lag === 0 ? "no lag" : `${count(lag, "record")} behind`}</span>}
      {flink?.last_checkpoint_at != null && (
        <span>
          checkpoint <Ago iso={flink.last_checkpoint_at} skewMs={skewMs} />
          {flink.checkpoint_ms !== null && `, took ${formatDuration(flink.checkpoint_ms)}`}
        </span>
      )}
    </>
  );
}
