export { eventAliases } from "./aliases.ts";
export type { CheckedEvent, EventHeaders, ParsedEvent, SchemaIds } from "./checked-event.ts";
export { CurrencyUnknownError, EventEncodingError, MaskingKeyMissingError } from "./errors.ts";
export { type CodecOptions, compileEvent, type EventCodec } from "./event-codec.ts";
export { type CodecSpeed, measureCodec } from "./measure-codec.ts";
export type { ParseContext, RequestFacts } from "./parse-context.ts";
export type { EventProblem } from "./problem.ts";
