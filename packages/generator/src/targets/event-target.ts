import type { DueEvent } from "../run/run-generator.ts";

/** Where events go. Which of them arrived is counted in the statistics that a target is made with. */
export interface EventTarget {
  /** Takes events; resolves when there is room for more, which may be before they have arrived. */
  send(events: readonly DueEvent[]): Promise<void>;
  /** Resolves when all have their result. */
  close(): Promise<void>;
}
