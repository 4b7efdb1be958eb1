import { join, resolve } from "node:path";
import type { ConfigFile, Engine, EngineContext, ServiceSpec } from "../service.ts";
import { javaProperties } from "./java-properties.ts";
import { jvmCommand } from "./jvm.ts";
import { s3Access } from "./s3-access.ts";

/**
 * S3Proxy: the S3 protocol over plain files, a folder a bucket and a file an object. Clients address buckets by path
 * and sign with {@link s3Access}.
 */
export const s3: Engine = {
  name: "s3",
  title: "S3 server",
  artifacts: ["s3"],
  ports: ["http"],
  startAfter: [],
  isStore: true,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  const endpoint = `http://127.0.0.1:${context.port("http")}`;
  return {
    command: jvmCommand(context, {
      mainClass: "org.gaul.s3proxy.Main",
      classPath: [join(context.artifact("s3"), "*")],
      args: ["--properties", join(context.configDir, "s3proxy.properties")],
      heapMb: 96,
      compiler: "quick",
      systemProperties: { "logback.configurationFile": join(context.configDir, "logback.xml") },
      // Object keys are file names here, and Java takes the names' encoding from the locale.
      env: { LC_ALL: "C.UTF-8" },
    }),
    files: [{ path: "s3proxy.properties", content: serverProperties(endpoint, context.dataDir) }, logback],
    prepare: [],
    readiness: { kind: "http", url: `${endpoint}/healthz` },
    readyTimeoutMs: 60_000,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 10_000,
  };
}

function serverProperties(endpoint: string, dataDir: string): string {
  return javaProperties({
    "s3proxy.endpoint": endpoint,
    "s3proxy.authorization": "aws-v2-or-v4",
    "s3proxy.identity": s3Access.accessKeyId,
    "s3proxy.credential": s3Access.secretAccessKey,
    "jclouds.provider": "filesystem-nio2",
    "jclouds.identity": "unused",
    "jclouds.credential": "unused",
    // A path that holds `..` makes the server answer every request with 400.
    "jclouds.filesystem.basedir": resolve(dataDir),
  });
}

const logback: ConfigFile = {
  path: "logback.xml",
  content: `<configuration>
  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d{ISO8601} %-5level %logger{40} %msg%n</pattern></encoder>
  </appender>
  <root level="INFO"><appender-ref ref="console"/></root>
</configuration>
`,
};
