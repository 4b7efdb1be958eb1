import { join } from "node:path";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { jvmCommand } from "./jvm.ts";

/** Apicurio Registry with its file database; speaks Confluent's API under `/apis/ccompat/v7`. */
export const registry: Engine = {
  name: "registry",
  title: "Schema registry",
  artifacts: ["registry"],
  ports: ["http"],
  startAfter: [],
  isStore: true,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  const folder = context.artifact("registry");
  const port = context.port("http");
  return {
    command: jvmCommand(context, {
      mainClass: "io.quarkus.runner.GeneratedMain",
      classPath: [join(folder, "apicurio-registry-app-3.0.9-runner.jar"), join(folder, "lib", "*")],
      args: [],
      heapMb: 160,
      compiler: "quick",
      systemProperties: {
        "quarkus.http.host": "127.0.0.1",
        "quarkus.http.port": String(port),
        "quarkus.log.console.level": "WARN",
        "apicurio.storage.kind": "sql",
        "apicurio.storage.sql.kind": "h2",
        "apicurio.datasource.url": `jdbc:h2:file:${join(context.dataDir, "registry")}`,
        "quarkus.oidc.tenant-enabled": "false",
      },
    }),
    files: [],
    prepare: [],
    readiness: { kind: "http", url: `http://127.0.0.1:${port}/apis/ccompat/v7/subjects` },
    readyTimeoutMs: 60_000,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 10_000,
  };
}
