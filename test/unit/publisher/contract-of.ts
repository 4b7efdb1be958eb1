import { emitOpenApi, type EventPlan } from "@millrace/domain";
import { eventAliases } from "@millrace/events";
import type { Contract } from "@millrace/publisher";

/** The contract of events, as the command writes it. */
export function contractOf(events: readonly EventPlan[]): Contract {
  return { events, openapi: emitOpenApi(events, { aliases: eventAliases }) };
}
