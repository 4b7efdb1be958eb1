import { join } from "node:path";
import { defineConfig } from "vitest/config";

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
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: "test/integration/set-up.ts",
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
