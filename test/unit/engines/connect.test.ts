import { expect, test } from "vitest";
import { connect } from "../../../packages/engines/src/engines/connect.ts";
import { engineContext } from "./connect-context.ts";

const spec = connect.describe(engineContext({ ports: { rest: 22030 } }));
const worker = spec.files.find(({ path }) => path === "worker.properties")?.content;

test("Connect's REST interface listens on the loopback", () => {
  expect(worker).toContain("listeners=http://127.0.0.1:22030\n");
});

test("plugins are found by their service manifests", () => {
  expect(worker).toContain("plugin.discovery=service_load\n");
  expect(worker).not.toContain("plugin.path");
});

test("every artifact set is on the class path", () => {
  expect(spec.command.argv).toContain(
    "/artifacts/connect/*:/artifacts/connect-log/*:/artifacts/connect-metrics/*:/artifacts/connect-avro/*:/artifacts/connect-jdbc/*:/artifacts/connect-iceberg/*:/artifacts/connect-clickhouse/*",
  );
});

test("secrets are read from one folder alone", () => {
  expect(worker).toContain("config.providers.directory.param.allowed.paths=/shared/connect-secrets\n");
});

test("the log hides what stands in that folder", () => {
  const log = spec.files.find(({ path }) => path === "log4j2.properties")?.content;
  expect(log).toContain("%hideSecrets{%m%n%xEx}{/shared/connect-secrets}\n");
});

test("the worker shows what it writes", () => {
  expect(worker).toContain("rest.extension.classes=io.millrace.connect.metrics.MetricsExtension\n");
});

test("a quiet topic is flushed every second", () => {
  expect(worker).toContain("offset.flush.interval.ms=1000\n");
});
