import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { defaultPorts, portVariable } from "@millrace/engines";
import { expect, onTestFinished } from "vitest";
import { patience } from "./domain-run.ts";
import { appended, type GuideStep, missingLine } from "./guide-steps.ts";
import { freeStackEnv } from "./millrace.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { workbenchHome } from "./workbench-home.ts";

const root = join(import.meta.dirname, "..", "..");
const parts = [
  "apps",
  "config",
  "connectors",
  "packages",
  "sql",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/**
 * A clone of the repository as it stands in the work tree, in which a guide's steps are done as its reader would: with a shell
 * and an editor. Its stack has ports of its own; a command that says an engine's usual port gets the clone's.
 */
export class GuideClone {
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;
  #output = "";

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.#env = env;
  }

  static async make(): Promise<GuideClone> {
    const folder = temporaryFolder();
    const isKept = (path: string) => !/\/(node_modules|dist)$/.test(path);
    for (const part of parts)
      cpSync(join(root, part), join(folder, part), { recursive: true, filter: isKept });
    linkPackages(folder);
    const home = workbenchHome();
    // Postgres may run as another user, who has to come through.
    chmodSync(home, 0o755);
    const env = { ...(await freeStackEnv("guide")), MILLRACE_HOME: home, NO_COLOR: "1" };
    const clone = new GuideClone(folder, env);
    onTestFinished(async () => {
      await clone.#run("npm run --silent down");
    });
    return clone;
  }

  /** Does what a guide says, step by step. @throws when a command fails or something else is seen */
  async follow(steps: readonly GuideStep[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      const next = steps[index + 1];
      await this.#do(step, next?.kind === "see" ? next.text : "");
    }
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  async #do(step: GuideStep, expected: string): Promise<void> {
    switch (step.kind) {
      case "create":
        mkdirSync(dirname(join(this.folder, step.path)), { recursive: true });
        writeFileSync(join(this.folder, step.path), step.text, { flag: "wx" });
        break;
      case "append":
        appendFileSync(join(this.folder, step.path), appended(step.text));
        break;
      case "run":
        if (step.isRepeated) await this.#repeat(step, expected);
        else await this.#runOnce(step);
        break;
      case "see":
        this.#expectSeen(step);
    }
  }

  async #runOnce({ script, line, exitCode }: Extract<GuideStep, { kind: "run" }>): Promise<void> {
    const { code, output } = await this.#run(script);
    this.#output = output;
    expect({ line, code, output: code === exitCode ? "" : output }).toEqual({
      line,
      code: exitCode,
      output: "",
    });
  }

  async #repeat(step: Extract<GuideStep, { kind: "run" }>, expected: string): Promise<void> {
    const missing = async () => {
      await this.#runOnce(step);
      return missingLine(expected, this.#output);
    };
    await expect.poll(missing, patience).toBeUndefined();
  }

  #expectSeen({ text, line }: Extract<GuideStep, { kind: "see" }>): void {
    const missing = missingLine(text, this.#output);
    expect({ line, missing, output: missing === undefined ? "" : this.#output }).toEqual({
      line,
      missing: undefined,
      output: "",
    });
  }

  async #run(script: string): Promise<{ readonly code: number | null; readonly output: string }> {
    // A file, not a pipe: it holds all that was written when the shell ends, whatever goes on in the background.
    const file = join(this.folder, "output.txt");
    const written = openSync(file, "w");
    try {
      const child = spawn("sh", ["-ec", onOwnPorts(script, this.#env)], {
        cwd: this.folder,
        env: { ...process.env, ...this.#env },
        stdio: ["ignore", written, written],
      });
      const [code] = (await once(child, "exit")) as [number | null];
      return { code, output: readFileSync(file, "utf8") };
    } finally {
      closeSync(written);
    }
  }
}

/** The clone's own workspaces, and the packages that are installed already. */
function linkPackages(folder: string): void {
  const modules = join(folder, "node_modules");
  const own = join(modules, "@millrace");
  mkdirSync(own, { recursive: true });
  const installed = join(root, "node_modules");
  for (const name of readdirSync(installed))
    if (name !== "@millrace") symlinkSync(join(installed, name), join(modules, name));
  for (const workspaces of ["apps", "packages"])
    for (const name of readdirSync(join(folder, workspaces)))
      symlinkSync(join(folder, workspaces, name), join(own, name));
  // What the command remembers of its set-up, so that it installs nothing again.
  const stamp = join(".millrace", "set-up.json");
  if (!existsSync(join(root, stamp))) return;
  mkdirSync(join(folder, ".millrace"));
  cpSync(join(root, stamp), join(folder, stamp));
}

function onOwnPorts(script: string, env: Readonly<Record<string, string>>): string {
  let text = script;
  for (const [engine, table] of Object.entries(defaultPorts))
    for (const [name, port] of Object.entries(table))
      text = text.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${env[portVariable(engine, name)]}`);
  return text;
}
