import { hashPair, hashText, Random } from "../random/random.ts";
import type { Journey } from "../values/moment.ts";
import { Agenda } from "./agenda.ts";
import {
  type CompiledDomain,
  type CompiledStep,
  compileSource,
  type GeneratorSource,
} from "./compiled-domain.ts";

/** In which way an event is not as it should be. */
export type Flaw = "late" | "duplicate" | "out-of-order" | "malformed" | "clock-drift";

/** An event, and when it arrives. */
export interface GeneratedEvent {
  readonly domain: string;
  readonly type: string;
  /** What is sent; no object where it is malformed. */
  readonly event: unknown;
  /** When it is sent, in the time of the simulation: milliseconds since the epoch. Never before the one that came before. */
  readonly sentMs: number;
  readonly flaw?: Flaw;
}

/** What is to be generated. The same options give the same events. */
export interface EventSourceOptions {
  readonly sources: readonly GeneratorSource[];
  readonly seed: number;
  /** When the first journeys begin. */
  readonly startMs: number;
  /** How many events are made, duplicates not counted. Default: no end. */
  readonly count?: number;
  /** How much event time is filled. Default: no end. */
  readonly durationMs?: number;
  /** Mean rate of all domains together, in place of the profiles'. */
  readonly ratePerSecond?: number;
}

interface Running {
  readonly domain: CompiledDomain;
  readonly random: Random;
  readonly driftSeed: number;
  nextArrivalMs: number;
}

interface PlannedStep {
  readonly running: Running;
  readonly step: CompiledStep;
  readonly journey: Journey;
}

/**
 * Many users' journeys at the same time, in the order in which their events arrive. A simulation of event time: journeys
 * begin at random, at the rate of the hour; each goes on step by step, with its own time to think.
 */
export class EventSource implements Iterable<GeneratedEvent> {
  readonly #running: readonly Running[];
  readonly #steps = new Agenda<PlannedStep>();
  readonly #outbox = new Agenda<GeneratedEvent>();
  readonly #count: number;
  readonly #endMs: number;
  #made = 0;
  #isEnded = false;

  /** @throws GeneratorError */
  constructor(options: EventSourceOptions) {
    const { sources, startMs, seed } = options;
    this.#count = options.count ?? Number.POSITIVE_INFINITY;
    this.#endMs = startMs + (options.durationMs ?? Number.POSITIVE_INFINITY);
    const factor = rateFactor(options);
    this.#running = sources.map((source) => {
      const { domain, ratePerSecond } = source.profile;
      return {
        domain: compileSource(source, ratePerSecond * factor),
        random: new Random(`${seed} ${domain}`),
        driftSeed: hashText(`${seed} ${domain} clocks`),
        nextArrivalMs: startMs,
      };
    });
    for (const running of this.#running) arriveNext(running, startMs);
  }

  /** The next event; undefined after the last. */
  next(): GeneratedEvent | undefined {
    for (;;) {
      const first = this.#firstArrival();
      const stepMs = Math.min(this.#steps.nextMs, first?.nextArrivalMs ?? Number.POSITIVE_INFINITY);
      if (this.#made >= this.#count || stepMs >= this.#endMs) this.#isEnded = true;
      if (this.#isEnded || this.#outbox.nextMs <= stepMs) return this.#outbox.take();
      const planned = first?.nextArrivalMs === stepMs ? begin(first) : this.#steps.take();
      if (planned === undefined) return undefined;
      const event = this.#take(planned, stepMs);
      if (event.sentMs <= stepMs) return event;
      this.#outbox.add(event.sentMs, event);
    }
  }

  *[Symbol.iterator](): Generator<GeneratedEvent, void, undefined> {
    for (let event = this.next(); event !== undefined; event = this.next()) yield event;
  }

  #firstArrival(): Running | undefined {
    let first = this.#running[0];
    for (const running of this.#running)
      if (running.nextArrivalMs < (first?.nextArrivalMs ?? 0)) first = running;
    return first;
  }

  /** Lets a user do a step, and plans the next. */
  #take({ running, step, journey }: PlannedStep, timeMs: number): GeneratedEvent {
    const { random, domain } = running;
    const driftMs = driftOf(running, journey.user);
    const payload = step.make({ random, timeMs: Math.floor(timeMs + driftMs), journey }, step.keep);
    this.#made += 1;
    const next = step.next?.pick(random);
    if (next !== undefined) {
      const thinkMs = random.exponential(step.thinkTimeMs);
      this.#steps.add(timeMs + thinkMs, { running, step: next, journey });
    }
    const { flaw, delayMs } = flawOf(running);
    const sentMs = timeMs + delayMs;
    const name = domain.profile.domain;
    const type = step.event.name;
    if (flaw === undefined && driftMs === 0) return { domain: name, type, event: payload, sentMs };
    if (flaw === "duplicate") {
      this.#outbox.add(sentMs, { domain: name, type, event: payload, sentMs, flaw });
      return { domain: name, type, event: payload, sentMs: timeMs };
    }
    const event = flaw === "malformed" ? step.spoil(payload, random) : payload;
    return { domain: name, type, event, sentMs, flaw: flaw ?? "clock-drift" };
  }
}

function begin(running: Running): PlannedStep {
  const { domain, random, nextArrivalMs } = running;
  const step = domain.starts.pick(random);
  const journey = { user: domain.users.pick(random), fixed: new Map(), last: new Map() };
  arriveNext(running, nextArrivalMs);
  return { running, step, journey };
}

function arriveNext(running: Running, afterMs: number): void {
  const { shape, journeysPerMs } = running.domain;
  running.nextArrivalMs = shape.next(afterMs, running.random.exponential(1), journeysPerMs);
}

const noFlaw = { delayMs: 0 } as const;

/** One draw decides: an event has one flaw at most. */
function flawOf({ domain, random }: Running): { readonly flaw?: Flaw; readonly delayMs: number } {
  const { imperfections: likely } = domain.profile;
  const { lateShare, duplicateShare, outOfOrderShare, malformedShare } = likely;
  if (lateShare + duplicateShare + outOfOrderShare + malformedShare === 0) return noFlaw;
  let draw = random.next();
  if (draw < lateShare) return { flaw: "late", delayMs: likely.lateByMs * (0.5 + random.next()) };
  draw -= lateShare;
  if (draw < duplicateShare) return { flaw: "duplicate", delayMs: likely.duplicateAfterMs * random.next() };
  draw -= duplicateShare;
  if (draw < outOfOrderShare) return { flaw: "out-of-order", delayMs: likely.outOfOrderByMs * random.next() };
  draw -= outOfOrderShare;
  return draw < malformedShare ? { flaw: "malformed", delayMs: 0 } : noFlaw;
}

/** How far a user's clock is ahead (above 0) or behind: always the same for the same user. */
function driftOf({ domain, driftSeed }: Running, user: number): number {
  const { clockDriftShare, clockDriftByMs } = domain.profile.imperfections;
  if (clockDriftShare === 0) return 0;
  if (hashPair(driftSeed, user) / 2 ** 32 >= clockDriftShare) return 0;
  const place = hashPair(driftSeed ^ 0x5bd1e995, user) / 2 ** 32;
  const driftMs = Math.round((2 * place - 1) * clockDriftByMs);
  return driftMs === 0 ? 1 : driftMs;
}

function rateFactor({ sources, ratePerSecond }: EventSourceOptions): number {
  if (ratePerSecond === undefined) return 1;
  return ratePerSecond / sources.reduce((sum, { profile }) => sum + profile.ratePerSecond, 0);
}
