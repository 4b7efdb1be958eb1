import type { Engine, EngineContext } from "@millrace/engines";
import { expect, it } from "vitest";
import { variants } from "../../bench/start-variants.ts";

const context = {} as EngineContext;

function engine(name: string): Engine {
  return {
    name,
    title: name,
    artifacts: [],
    ports: [],
    startAfter: [],
    isStore: false,
    describe: () => ({
      command: { argv: ["java", "-XX:TieredStopAtLevel=1", "Main"] },
      files: [{ path: "worker.properties", content: "a=1\nplugin.discovery=service_load\nb=2\n" }],
      prepare: [],
      readiness: { kind: "tcp", host: "127.0.0.1", port: 1 },
      readyTimeoutMs: 1,
      stopSignal: "SIGTERM",
      stopTimeoutMs: 1,
    }),
  };
}

it("lets each engine wait for the one before", () => {
  const changed = variants["one-by-one"].change([engine("a"), engine("b"), engine("c")]);
  expect(changed.map(({ startAfter }) => startAfter)).toEqual([[], ["a"], ["b"]]);
});

it("gives every JVM both compilers", () => {
  const [changed] = variants["full-compiler"].change([engine("a")]);
  expect(changed?.describe(context).command.argv).toEqual(["java", "Main"]);
});

it("lets Connect look for plugins as it does by default", () => {
  const [changed] = variants["plugin-scan"].change([engine("connect")]);
  expect(changed?.describe(context).files[0]?.content).toBe("a=1\nplugin.discovery=hybrid_warn\nb=2\n");
});
