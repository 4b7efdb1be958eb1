import { formatLag } from "../format/durations.ts";
import { formatRate } from "../format/numbers.ts";
import { clock } from "../state/clock.ts";
import { freshnessOf, isOld } from "../state/freshness.ts";
import type { Subscription } from "../state/subscription.ts";
import { Ago } from "./ago.tsx";
import { freshnessLook, freshnessSentence } from "./freshness-words.ts";
import { Icon } from "./icon.tsx";

/** How fresh the numbers are, the two lags, and what was counted besides results. */
export function FreshnessBar({ followed }: { readonly followed: Subscription }) {
  const watch = followed.watch.value;
  const freshness = freshnessOf(watch, followed.domain.name, clock.value);
  const { name, icon, tone } = freshnessLook(freshness.kind);
  const isKnown = !isOld(freshness);
  const found = watch.report?.domains.find((each) => each.name === followed.domain.name);
  return (
    <section class="freshness card" aria-label="Freshness">
      <div class={`badge tone-${tone}`} data-testid="freshness" data-state={freshness.kind}>
        <Icon name={icon} />
        <strong role="status">{name}</strong>
        <span class="sentence">{freshnessSentence(freshness)}</span>
      </div>
      <dl class="facts">
        <Fact name="Newest event" title="Event time of the newest event that was accepted">
          {found?.newest_event_at == null ? (
            "none yet"
          ) : (
            <Ago iso={found.newest_event_at} skewMs={watch.skewMs} />
          )}
        </Fact>
        <Fact
          name="Event-time lag"
          title="How far the newest event that is in committed results lies back. It grows while no events come."
        >
          {formatLag(isKnown ? freshness.eventTimeLagMs : undefined)}
        </Fact>
        <Fact
          name="Processing lag"
          title="How long the oldest event that is not in stored results has been waiting. None: all that was accepted is here."
        >
          {processingLag(isKnown ? freshness.processingLagMs : undefined)}
        </Fact>
        <Fact name="Events" title="Events that are accepted a second">
          {found === undefined || !isKnown ? "–" : `${formatRate(found.events_per_second)}/s`}
        </Fact>
        <Fact
          name="Late rows"
          testId="late-rows"
          title="Rows that came after their window was closed by the watermark"
        >
          {found === undefined ? "–" : (found.late_rows?.toLocaleString() ?? "unknown")}
        </Fact>
        <Fact
          name="Dead letters"
          testId="dead-letters"
          title="Records that could not be processed and were set aside"
        >
          {found === undefined ? "–" : (found.dead_letters?.toLocaleString() ?? "unknown")}
        </Fact>
      </dl>
    </section>
  );
}

function processingLag(ms: number | undefined): string {
  return ms === 0 ? "none" : formatLag(ms);
}

interface FactProps {
  readonly name: string;
  readonly title: string;
  readonly testId?: string;
  readonly children: preact.ComponentChildren;
}

function Fact({ name, title, testId, children }: FactProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  );
}
