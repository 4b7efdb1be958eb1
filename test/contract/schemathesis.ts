import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonWith } from "../helpers/python-environment.ts";

const requirements = join(import.meta.dirname, "requirements.txt");
const settings = join(import.meta.dirname, "schemathesis.toml");
const hooks = join(import.meta.dirname, "hooks.py");
/** What a run of Schemathesis said. */
export interface ContractRun {
  readonly isRight: boolean;
  readonly output: string;
}

/** What is tried, and where things are put. */
export interface ContractOptions {
  /** The folder of what all instances share. */
  readonly home: string;
  /** Where the publisher listens. */
  readonly url: string;
  /** An existing folder for the report. */
  readonly reports: string;
}

/**
 * Installs the pinned versions below `home`, once for all instances, and tries every operation of the OpenAPI document at
 * `url` with bounded examples. The same seed tries the same.
 */
export function runSchemathesis({ home, url, reports }: ContractOptions): ContractRun {
  const python = pythonWith({ home, requirements });
  const { status, stdout, stderr } = spawnSync(
    python,
    [
      "-m",
      "schemathesis.cli",
      "--config-file",
      settings,
      "run",
      `${url}/openapi.json`,
      "--report",
      "json",
      "--report-dir",
      reports,
    ],
    {
      encoding: "utf8",
      cwd: reports,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1", SCHEMATHESIS_HOOKS: hooks },
    },
  );
  return { isRight: status === 0, output: shortened(stdout + stderr) };
}

/** Faults of the tool itself quote whole files in one line. */
function shortened(output: string): string {
  return output
    .split("\n")
    .map((line) => (line.length > 600 ? `${line.slice(0, 600)} …` : line))
    .join("\n")
    .slice(0, 200_000);
}
