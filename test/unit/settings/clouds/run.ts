// Tests the secrets of Azure and Google through their real client libraries, which are installed for it below .millrace.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { optionalClients } from "../../../../packages/settings/src/secrets/client-library.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const folder = join(root, ".millrace", "secret-clients");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
const packages = Object.values(optionalClients).flat();
run(
  "npm",
  ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error", ...packages],
  folder,
);
const results = process.env["MILLRACE_TEST_RESULTS"];
const report =
  results === undefined
    ? []
    : ["--reporter=default", "--reporter=json", `--outputFile.json=${join(results, "clouds.json")}`];
run("npx", ["vitest", "run", "--config", join(import.meta.dirname, "vitest.config.ts"), ...report], root);

function run(command: string, args: readonly string[], cwd: string): void {
  const env = { ...process.env, SECRET_CLIENTS: folder };
  execFileSync(command, args, { cwd, env, stdio: "inherit" });
}
