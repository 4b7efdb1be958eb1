export { defaultPorts } from "./ports.ts";
export type {
  CommandSpec,
  ConfigFile,
  Engine,
  EngineContext,
  PrepareStep,
  Readiness,
  ServiceSpec,
} from "./service.ts";
