export { eventAliases } from "./aliases.ts";
export type { CheckedEvent, EventHeaders, ParsedEvent, SchemaIds } from "./checked-event.ts";
export { CurrencyUnknownError } from "./errors.ts";
export { compileEvent, type EventCodec } from "./event-codec.ts";
export { type CodecSpeed, measureCodec } from "./measure-codec.ts";
export type { EventProblem } from "./problem.ts";
