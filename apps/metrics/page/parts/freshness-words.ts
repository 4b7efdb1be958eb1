import { formatDuration, formatLag } from "../format/durations.ts";
import { inWords, listed } from "../format/words.ts";
import type { Freshness, FreshnessKind } from "../state/freshness.ts";
import type { IconName } from "./icon-name.ts";

/** A freshness as it is called. */
export interface FreshnessLook {
  readonly name: string;
  readonly icon: IconName;
  readonly tone: "good" | "calm" | "warn" | "bad";
}

const looks: Readonly<Record<FreshnessKind, FreshnessLook>> = {
  starting: { name: "Starting", icon: "wait", tone: "calm" },
  live: { name: "Live", icon: "good", tone: "good" },
  quiet: { name: "Quiet", icon: "quiet", tone: "calm" },
  behind: { name: "Behind", icon: "warn", tone: "warn" },
  frozen: { name: "Frozen", icon: "bad", tone: "bad" },
  stopped: { name: "Stopped", icon: "bad", tone: "bad" },
  silent: { name: "No news", icon: "unknown", tone: "warn" },
  lost: { name: "Connection lost", icon: "bad", tone: "bad" },
};

/** How a freshness looks. */
export function freshnessLook(kind: FreshnessKind): FreshnessLook {
  return looks[kind];
}

/** What a freshness means, in a sentence. */
export function freshnessSentence({
  kind,
  eventAgeMs,
  sinceMs = 0,
  processingLagMs,
  culprits,
}: Freshness): string {
  const since = formatDuration(Math.max(1_000, sinceMs));
  const sentences: Readonly<Record<FreshnessKind, () => string>> = {
    starting: () =>
      culprits.length === 0
        ? "Waiting for the first word of the pipeline."
        : `Waiting for ${listed(culprits.map(inWords))}. What is shown is what was stored before.`,
    live: () => "Events come, and results keep up with them.",
    quiet: () =>
      eventAgeMs === undefined
        ? "No event has come yet."
        : `No event has come for ${since}; all that came is shown.`,
    behind: () => `Events come; their results are ${formatLag(processingLagMs)} late and catching up.`,
    frozen: () => `Events came, but no result has for ${since}. What is shown is old.`,
    stopped: () => `${stopped(culprits)} down. What is shown is what was known before.`,
    silent: () => `The service has not said for ${since} how the pipeline is.`,
    lost: () => `This page lost its connection ${since} ago. What is shown is what was known then.`,
  };
  return sentences[kind]();
}

function stopped(culprits: readonly string[]): string {
  return `${listed(culprits.map(inWords))} ${culprits.length === 1 ? "is" : "are"}`;
}
