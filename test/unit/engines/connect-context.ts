import type { EngineContext } from "../../../packages/engines/src/service.ts";

/** A context for describing an engine; neighbours stand at `127.0.0.1:<engine>-<port>`. */
export function engineContext(
  options: { dataDir?: string; configDir?: string; ports?: Record<string, number> } = {},
): EngineContext {
  return {
    dataDir: options.dataDir ?? "/tmp",
    configDir: options.configDir ?? "/tmp",
    logDir: "/logs",
    java: "java",
    classDataArchive: {},
    port: (name) => options.ports?.[name] ?? 1,
    address: (engine, portName) => `127.0.0.1:${engine}-${portName}`,
    artifact: (set) => `/artifacts/${set}`,
    sharedDir: (name) => `/shared/${name}`,
  };
}
