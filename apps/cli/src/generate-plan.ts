import { MillraceError } from "@millrace/common";
import type { Plan } from "@millrace/domain";
import {
  asFastAsPossible,
  type DueEvent,
  EventSource,
  type GeneratorSource,
  generatorSources,
  type Pace,
  replayFile,
  steadyPace,
} from "@millrace/generator";
import type { GenerateFlags } from "./generate-options.ts";

/** Flags of `millrace generate` do not fit together. */
export class GenerateFlagsError extends MillraceError {
  readonly code = "GENERATE_FLAGS";
}

/** What is generated, and how fast. */
export interface Generation {
  readonly events: Iterable<DueEvent> | AsyncIterable<DueEvent>;
  readonly pace: Pace;
  /** With which the very same events are made again; absent where they come from a file. */
  readonly again?: { readonly seed: number; readonly startMs: number };
}

/** What a generation depends on besides its flags. */
export interface GenerationContext {
  readonly plan: Pick<Plan, "events" | "generators">;
  readonly nowMs: number;
  /** A seed for who gives none. */
  readonly randomSeed: () => number;
}

/**
 * Decides what is generated, from when on, and at which pace.
 * @throws GenerateFlagsError for flags that contradict each other, GeneratorError for names that do not exist
 */
export function planGeneration(flags: GenerateFlags, context: GenerationContext): Generation {
  checkFlags(flags);
  if (flags.from !== undefined) {
    const speed = flags.speed ?? (flags.rate === "max" ? "max" : 1);
    return { events: replayFile(flags.from, context.plan.events), pace: paceOf(speed) };
  }
  const sources = sourcesOf(flags, context);
  const seed = flags.seed ?? context.randomSeed();
  const rate = typeof flags.rate === "number" ? flags.rate : undefined;
  const speed = speedOf(flags);
  const isEndless = flags.follow === true || flags.duration !== undefined;
  const count = flags.count ?? (isEndless ? undefined : 1);
  const meanRate = rate ?? sources.reduce((sum, { profile }) => sum + profile.ratePerSecond, 0);
  const spanMs = flags.duration ?? ((count ?? 0) / meanRate) * 1000;
  // What is not paced would run ahead of the clock, into times that Kafka refuses: it ends about now.
  const startMs = Math.floor(flags.start ?? (speed === "max" ? context.nowMs - spanMs : context.nowMs));
  const events = new EventSource({
    sources,
    seed,
    startMs,
    ...(count === undefined ? {} : { count }),
    ...(flags.duration === undefined ? {} : { durationMs: flags.duration }),
    ...(rate === undefined ? {} : { ratePerSecond: rate }),
  });
  return { events, pace: paceOf(speed, startMs), again: { seed, startMs } };
}

function sourcesOf(flags: GenerateFlags, { plan }: GenerationContext): readonly GeneratorSource[] {
  const { late, duplicate, outOfOrder, clockDrift, malformed } = flags;
  const imperfections = Object.fromEntries(
    Object.entries({
      lateShare: late,
      duplicateShare: duplicate,
      outOfOrderShare: outOfOrder,
      clockDriftShare: clockDrift,
      malformedShare: malformed,
    }).filter(([, share]) => share !== undefined),
  );
  const sources = generatorSources(plan, { domains: flags.domain, types: flags.type, imperfections });
  if (sources.length === 0)
    throw new GenerateFlagsError("there is nothing to generate: no domain of this clone has an event type");
  return typeof flags.rate === "number" && flags.daily !== true ? sources.map(atEveryHour) : sources;
}

/** A rate that somebody asks for now is not meant for another hour of the day. */
function atEveryHour({ profile, events }: GeneratorSource): GeneratorSource {
  return { profile: { ...profile, dailyShape: profile.dailyShape.map(() => 1) }, events };
}

function speedOf({ speed, rate, to, follow, duration }: GenerateFlags): number | "max" {
  if (speed !== undefined) return speed;
  if (rate === "max") return "max";
  const isFile = to.kind === "file" || to.kind === "stdout";
  if (isFile && follow !== true) return "max";
  return follow === true || duration !== undefined || rate !== undefined ? 1 : "max";
}

function paceOf(speed: number | "max", startMs?: number): Pace {
  if (speed === "max") return asFastAsPossible;
  return steadyPace({ speed, ...(startMs === undefined ? {} : { startMs }) });
}

function checkFlags(flags: GenerateFlags): void {
  const lengths = [
    ["--count", flags.count],
    ["--duration", flags.duration],
    ["--follow", flags.follow],
  ].flatMap(([name, value]) => (value === undefined ? [] : [String(name)]));
  if (lengths.length > 1)
    throw new GenerateFlagsError(`${lengths.join(" and ")} both say how long to go on; give one of them`);
  if (flags.follow === true && flags.start === undefined && speedOf(flags) === "max")
    throw new GenerateFlagsError(
      "--follow as fast as possible would run ahead of the clock; give --rate, --speed or --start",
    );
  if (flags.from === undefined) return;
  const { seed, start, count, duration, follow, type, domain } = flags;
  const rate = flags.rate === "max" ? undefined : flags.rate;
  const given = Object.entries({ seed, start, count, duration, follow, type, domain, rate })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  if (given.length > 0)
    throw new GenerateFlagsError(
      `${given.join(", ")} cannot go with --from: a file is sent as it is, at its own pace or with --speed`,
    );
}
