import { type HealthCheck, UnhealthyError } from "@millrace/http";

/** What is known of receipts without asking anybody. */
export interface ReceiptState {
  /** How many events are remembered. */
  readonly events: number;
  readonly horizonSeconds: number;
  /** Why nothing can be written. */
  readonly fault?: string;
}

/** Looks whether events are remembered, so that they are known when they come again. */
export function receiptsCheck(state: () => ReceiptState): HealthCheck {
  return async () => {
    const { events, horizonSeconds, fault } = state();
    const facts = { events, horizonSeconds };
    if (fault !== undefined)
      throw new UnhealthyError(`what is taken cannot be remembered, and may be taken twice: ${fault}`, facts);
    return facts;
  };
}
