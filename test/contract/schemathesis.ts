import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const requirements = join(import.meta.dirname, "requirements.txt");
const settings = join(import.meta.dirname, "schemathesis.toml");
const hooks = join(import.meta.dirname, "hooks.py");
/** What the pinned versions need. */
const oldestPython = [3, 11] as const;

/** Why Schemathesis cannot run on this machine; undefined where it can. */
export function whyNot(): string | undefined {
  const { status, stdout } = spawnSync(
    "python3",
    ["-c", "import ensurepip, sys, venv; print(sys.version_info[0], sys.version_info[1])"],
    { encoding: "utf8" },
  );
  if (status !== 0) return "there is no python3 with the modules venv and ensurepip";
  const [major = 0, minor = 0] = stdout.trim().split(" ").map(Number);
  const isOldEnough = major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1]);
  return isOldEnough
    ? undefined
    : `python3 is ${major}.${minor}, expected ${oldestPython.join(".")} or newer`;
}

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
  const python = installed(home);
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

/** The Python of a virtual environment with exactly the pinned versions. */
function installed(home: string): string {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(home, "contract", hash);
  const python = join(folder, "bin", "python");
  const isComplete = join(folder, "complete");
  if (existsSync(isComplete)) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
  run(python, [...pip, "--require-hashes", "--requirement", requirements]);
  writeFileSync(isComplete, "");
  return python;
}

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${(stderr || stdout).slice(-2_000)}`);
}
