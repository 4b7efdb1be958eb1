export { GeneratorError, ReplayLineError } from "./errors.ts";
export { faultsOf } from "./imperfect/malformed.ts";
export type { GeneratorSource } from "./journey/compiled-domain.ts";
export {
  EventSource,
  type EventSourceOptions,
  type Flaw,
  type GeneratedEvent,
} from "./journey/event-source.ts";
export { meanLength } from "./journey/mean-length.ts";
export { asFastAsPossible, type Pace, type PaceOptions, steadyPace } from "./run/pace.ts";
export { replayFile } from "./run/replay.ts";
export { type DueEvent, runGenerator, type RunOptions } from "./run/run-generator.ts";
export { type GeneratorSummary, type Outcome, Statistics } from "./run/statistics.ts";
export { generatorSources, type SourceChoice } from "./sources.ts";
export type { EventTarget } from "./targets/event-target.ts";
export { HttpTarget, type HttpTargetOptions } from "./targets/http-target.ts";
export { eventLine, JsonLinesTarget, type JsonLinesOptions } from "./targets/json-lines-target.ts";
export { KafkaTarget, type KafkaTargetOptions } from "./targets/kafka-target.ts";
export { schemaIds } from "./targets/schema-ids.ts";
