import { partitionOf } from "@millrace/kafka";
import { seededRandom } from "./seeded-random.ts";

/** What is published: the same for the same values. */
export interface PageViewProfile {
  readonly events: number;
  readonly seed: number;
  /** Event time of the first page view, a full minute, in milliseconds since the epoch. */
  readonly startMs: number;
  readonly minutes: number;
  readonly postcodes: number;
  readonly partitions: number;
}

/** A page view as its Avro schema has it; times are milliseconds since the epoch. */
export interface BenchPageView {
  readonly event_id: string;
  readonly user_id: number;
  readonly postcode: string;
  readonly webpage: string;
  readonly viewed_at: number;
}

const minuteMs = 60_000;
/** How far out of order neighbours are at most. */
const jitterMs = 2_000;
const lateShare = 0.01;
/** Late page views lie this far back: always within a grace of 30 minutes. */
const lateness = { fromMs: 2 * minuteMs, toMs: 25 * minuteMs };
const closeAfterMs = 31 * minuteMs;

/** The postcodes of one partition, in the order of all. */
export function postcodesOf(profile: PageViewProfile, partition: number): readonly string[] {
  const all = Array.from(
    { length: profile.postcodes },
    (_, at) => `PC${String(at).padStart(3, "0")} ${at % 10}XY`,
  );
  return all.filter((postcode) => partitionOf(Buffer.from(postcode), profile.partitions) === partition);
}

/** How many page views a partition gets; the closing one is not among them. */
export function eventsOf({ events, partitions }: PageViewProfile, partition: number): number {
  return Math.floor(events / partitions) + (partition < events % partitions ? 1 : 0);
}

/**
 * The page views of one partition in the order in which they are published: event time advances evenly over the profile's
 * minutes, neighbours are up to two seconds out of order, one in a hundred is late by 2 to 25 minutes, and none lies before
 * the first minute.
 */
export function* pageViewsOf(
  profile: PageViewProfile,
  partition: number,
): Generator<BenchPageView, void, undefined> {
  const random = seededRandom(profile.seed * 31 + partition);
  const postcodes = postcodesOf(profile, partition);
  const count = eventsOf(profile, partition);
  const spanMs = profile.minutes * minuteMs;
  for (let at = 0; at < count; at++) {
    const isLate = random() < lateShare;
    const back = isLate
      ? lateness.fromMs + random() * (lateness.toMs - lateness.fromMs)
      : random() * jitterMs;
    const sinceStartMs = Math.max(0, Math.floor((at / count) * spanMs - back));
    yield {
      event_id: eventId(partition, at),
      user_id: Math.floor(random() * 100_000),
      postcode: postcodes[Math.floor(random() * postcodes.length)] as string,
      webpage: `www.website.com/page-${Math.floor(random() * 1000)}.html`,
      viewed_at: profile.startMs + sinceStartMs,
    };
  }
}

/** The page view that moves a partition's event time so far that every earlier window is final. */
export function closingPageView(profile: PageViewProfile, partition: number): BenchPageView {
  return {
    event_id: eventId(partition, eventsOf(profile, partition)),
    user_id: 0,
    postcode: postcodesOf(profile, partition)[0] as string,
    webpage: "www.website.com/closing.html",
    viewed_at: closingMs(profile),
  };
}

/** Event time of the closing page views; the results of that minute are not compared. */
export function closingMs({ startMs, minutes }: PageViewProfile): number {
  return startMs + minutes * minuteMs + closeAfterMs;
}

/** Has the shape of a UUID, so that it takes as many bytes. */
function eventId(partition: number, at: number): string {
  return `${partition.toString(16).padStart(8, "0")}-0000-4000-8000-${at.toString(16).padStart(12, "0")}`;
}
