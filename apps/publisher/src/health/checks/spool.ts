import { type CheckFacts, type HealthCheck, UnhealthyError } from "@millrace/http";

/** What is known of the spool without asking anybody. */
export interface SpoolState {
  /** Events that wait for Kafka. */
  readonly events: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** How long the oldest has waited, in milliseconds; 0 when none waits. */
  readonly oldestAgeMs: number;
  /** `open`: Kafka is taken for away; `half-open`: it is being tried; `closed`: events go to Kafka. */
  readonly circuit: "closed" | "open" | "half-open";
  /** Why nothing can be written: the disk is full, or fails. */
  readonly fault?: string;
}

/** Looks whether the spool takes another event. */
export function spoolCheck(state: () => SpoolState): HealthCheck {
  return async () => {
    const { fault, ...found } = state();
    const facts: CheckFacts = { ...found };
    if (fault !== undefined) throw new UnhealthyError(`the spool cannot be written: ${fault}`, facts);
    if (found.bytes >= found.maxBytes)
      throw new UnhealthyError(
        `the spool is full: ${found.bytes} of at most ${found.maxBytes} bytes wait for Kafka`,
        facts,
      );
    return facts;
  };
}
