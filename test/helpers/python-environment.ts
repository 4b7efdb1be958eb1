import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the pinned versions need. */
const oldestPython = [3, 11] as const;

/** Why no virtual environment can be made on this machine; undefined where it can. */
export function whyNoPython(): string | undefined {
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

/** A virtual environment that tests run in. */
export interface PythonEnvironment {
  /** The folder of what all instances share. */
  readonly home: string;
  /** A requirements.txt with hashes of every package, in the folder of its tests, whose name the environment has. */
  readonly requirements: string;
}

/** The Python of a virtual environment with exactly the pinned versions, made once for all instances. */
export function pythonWith({ home, requirements }: PythonEnvironment): string {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(home, basename(dirname(requirements)), hash);
  const python = join(folder, "bin", "python");
  const isComplete = join(folder, "complete");
  if (existsSync(isComplete)) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"];
  run(python, [...pip, "--require-hashes", "--requirement", requirements]);
  writeFileSync(isComplete, "");
  return python;
}

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${(stderr || stdout).slice(-2_000)}`);
}
