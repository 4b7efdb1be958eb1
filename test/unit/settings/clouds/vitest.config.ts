import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: join(import.meta.dirname, "..", "..", "..", ".."),
  test: { include: ["test/unit/settings/clouds/*.cloud.ts"], testTimeout: 30_000 },
});
