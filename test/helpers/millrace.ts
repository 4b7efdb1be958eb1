import { spawn } from "node:child_process";
import { join } from "node:path";
import { defaultPorts, freePorts, portVariable } from "@millrace/engines";

/** Where the stack that the tests share is reached. */
export interface StackAddresses {
  /** Environment of the `millrace` command that runs it. */
  readonly env: Readonly<Record<string, string>>;
  readonly publisherUrl: string;
  /** The query API and the dashboard. */
  readonly metricsUrl: string;
  readonly bootstrapServers: string;
  readonly registryUrl: string;
  readonly jobManagerUrl: string;
  readonly gatewayUrl: string;
  readonly connectUrl: string;
  readonly s3Url: string;
  /** `host:port` */
  readonly postgresAddress: string;
}

declare module "vitest" {
  interface ProvidedContext {
    stack: StackAddresses;
    flink: { gatewayUrl: string; jobManagerUrl: string };
  }
}

/** Settings with which the command runs a stack of that name on ports that were free a moment ago. */
export async function freeStackEnv(instance: string): Promise<Record<string, string>> {
  const names = Object.entries(defaultPorts).flatMap(([engine, table]) =>
    Object.keys(table).map((name) => portVariable(engine, name)),
  );
  const ports = await freePorts(names.length);
  return {
    MILLRACE_INSTANCE: instance,
    ...Object.fromEntries(names.map((name, index) => [name, String(ports[index])])),
  };
}

/** The command's front door. */
export const program = join(import.meta.dirname, "..", "..", "apps", "cli", "bin", "millrace.mjs");

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the `millrace` command. @throws when it ends with another code than `expectCode` */
export async function millrace(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  output: "capture" | "inherit" = "capture",
  expectCode = 0,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (output === "inherit") process.stderr.write(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (output === "inherit") process.stderr.write(text);
  });
  // "exit", not "close": a detached supervisor must not keep its starter's caller waiting.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== expectCode) {
    throw new Error(
      `millrace ${args.join(" ")} ended with ${code}, expected ${expectCode}\n${stdout}\n${stderr}`,
    );
  }
  return { code, stdout, stderr };
}

/** The addresses as the engines' own functions ask for them. */
export function addressIn(stack: StackAddresses) {
  const addresses: Readonly<Record<string, string>> = {
    kafka: stack.bootstrapServers,
    registry: new URL(stack.registryUrl).host,
    s3: new URL(stack.s3Url).host,
    postgres: stack.postgresAddress,
  };
  return (engine: string) => addresses[engine] ?? "";
}
