import { join } from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** A folder of tests that share one stack, which is started for them. */
function onRealEngines(name: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: "test/integration/set-up.ts",
      testTimeout: 180_000,
      hookTimeout: 300_000,
      fileParallelism: false,
      maxWorkers: 1,
    },
  };
}

/** The page in a real browser; what it runs against is its set-up's business. */
function inBrowser(name: "states" | "flows"): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name: `browser-${name}`,
      include: [`test/browser/${name}/**/*.test.ts`],
      globalSetup: `test/browser/${name}/set-up.ts`,
      setupFiles: "test/helpers/browser/skip-without-browser.ts",
      testTimeout: name === "flows" ? 240_000 : 60_000,
      hookTimeout: 300_000,
      fileParallelism: false,
      maxWorkers: 1,
    },
  };
}

export default defineConfig({
  // The one package that is built for publishing is tested from its source.
  resolve: {
    alias: { "@millrace/flink": join(import.meta.dirname, "packages", "flink", "src", "index.ts") },
  },
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          testTimeout: 10_000,
          // Reading modules anew for each of hundreds of files took longer than their tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "contract", include: ["test/contract/**/*.test.ts"], testTimeout: 900_000 },
      },
      {
        extends: true,
        test: {
          name: "ingest",
          include: ["test/ingest/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
      onRealEngines("integration"),
      onRealEngines("workbench"),
      onRealEngines("domains"),
      onRealEngines("chaos"),
      onRealEngines("clickhouse"),
      inBrowser("states"),
      inBrowser("flows"),
    ],
  },
});
