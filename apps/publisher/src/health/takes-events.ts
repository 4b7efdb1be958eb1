import type { CheckResult } from "@millrace/http";

/** The checks that decide whether events can be taken. */
const takingChecks = ["kafka", "spool"] as const;

/**
 * Whether events can be taken now: into the spool while it has room; without room by Kafka alone, as long as nothing waits
 * in the spool (what comes later must not overtake it). A publisher without a spool takes them while Kafka answers.
 */
export function takesEvents({ kafka, spool }: Readonly<Record<string, CheckResult>>): boolean {
  if (spool?.status === "UP") return true;
  const isKafkaUp = kafka === undefined || kafka.status === "UP";
  if (spool === undefined) return isKafkaUp;
  return isKafkaUp && spool.facts?.["events"] === 0;
}

/** The publisher is well while events can be taken. */
export const takingEvents = { needed: takingChecks, serves: takesEvents };
