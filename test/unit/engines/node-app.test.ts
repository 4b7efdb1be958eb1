import { type EngineContext, nodeApp } from "@millrace/engines";
import { expect, test } from "vitest";

test("a program of the platform starts whatever its folder is", () => {
  const app = nodeApp({
    name: "app",
    title: "App",
    entry: "/clone/apps/app/src/server.ts",
    env: () => ({}),
    readyPath: "/health/ready",
  });
  const { argv } = app.describe({ port: () => 8080 } as unknown as EngineContext).command;
  expect(argv[argv.indexOf("--import") + 1]).toMatch(/^file:\/\/\/.*\/tsx\//);
});
