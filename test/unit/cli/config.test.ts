import { describe, expect, test } from "vitest";
import { readCliConfig } from "../../../apps/cli/src/config.ts";

describe("the command's settings", () => {
  test("have a default for everything", () => {
    const config = readCliConfig({});
    expect(config).toMatchObject({ instance: "local", stage: "test", sampleEvents: 10 });
    expect(config.ports.kafka).toEqual({ broker: 9092, controller: 9093 });
  });

  test("override one port and keep the others", () => {
    const { ports } = readCliConfig({ MILLRACE_PORT_FLINK_JOBMANAGER_REST: "18082" });
    expect(ports["flink-jobmanager"]).toEqual({ rest: 18082, rpc: 6123, blob: 6124, gateway: 8084 });
  });

  test("report every problem at once", () => {
    const bad = { STAGE: "Test!", SAMPLE_EVENTS: "-1", MILLRACE_PORT_KAFKA_BROKER: "99999" };
    expect(() => readCliConfig(bad)).toThrow(
      /millrace cannot start[^]*STAGE: found "Test!"[^]*SAMPLE_EVENTS[^]*MILLRACE_PORT_KAFKA_BROKER/,
    );
  });
});
