#!/usr/bin/env node
// The front door of the `millrace` command: sets the clone up where needed, then runs the TypeScript program.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { root, setUp } from "./set-up.mjs";

const args = process.argv.slice(2);
const verb = args.slice(0, args[0] === "sql" ? 2 : 1).join(" ");
const startsEngines = ["up", "set-up", "artifacts", "dev", "sql test", "sql diff"];
await setUp({ needsEngines: startsEngines.includes(verb) });
if (args[0] !== "set-up") {
  const program = join(root, "apps", "cli", "src", "main.ts");
  // By its address: the command may be given in any folder.
  const flags = ["--conditions=millrace-source", "--import", import.meta.resolve("tsx")];
  // The AWS client announces, at every start, which Node it will need one day.
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const child = spawn(process.execPath, [...flags, program, ...args], { stdio: "inherit", env });
  // The terminal sends Ctrl-C to the child as well, which then stops in its own order; this process waits for it.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}
