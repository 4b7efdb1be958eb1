import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { portVariable } from "@millrace/engines";
import type { TestProject } from "vitest/node";
import { freeStackEnv, millrace, type StackAddresses } from "../helpers/millrace.ts";

const root = join(import.meta.dirname, "..", "..");

/** The domains that a project's tests need: more would only take the others' time. */
function domainsOf(project: string): string {
  return project === "domains" ? "all" : "page-views";
}

/**
 * Starts one stack for the whole run with the product's own command, on free ports and in a folder of its own, so that it
 * runs beside one that is already there. It is stopped and wiped at the end; the logs of a failed run are kept.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const instance = `test-${process.pid}`;
  // Event time belongs to the tests: samples would move it.
  const env: Record<string, string> = { ...(await freeStackEnv(instance)), SAMPLE_EVENTS: "0" };
  const address = (engine: string, name: string) => `127.0.0.1:${env[portVariable(engine, name)]}`;
  const stack: StackAddresses = {
    env,
    publisherUrl: `http://${address("publisher", "http")}`,
    metricsUrl: `http://${address("metrics", "http")}`,
    bootstrapServers: address("kafka", "broker"),
    registryUrl: `http://${address("registry", "http")}/apis/ccompat/v7`,
    jobManagerUrl: `http://${address("flink-jobmanager", "rest")}`,
    gatewayUrl: `http://${address("flink-jobmanager", "gateway")}`,
    connectUrl: `http://${address("connect", "rest")}`,
    s3Url: `http://${address("s3", "http")}`,
    postgresAddress: address("postgres", "sql"),
  };
  try {
    await millrace(["up", "--detach", "--domain", domainsOf(project.name)], env, "inherit");
  } catch (error) {
    await millrace(["down"], env, "inherit");
    throw error;
  }
  project.provide("stack", stack);
  project.provide("flink", { gatewayUrl: stack.gatewayUrl, jobManagerUrl: stack.jobManagerUrl });
  return async () => {
    await millrace(["down"], env, "inherit");
    const hasFailed = (process.exitCode ?? 0) !== 0;
    const folder = join(process.env.MILLRACE_HOME ?? join(root, ".millrace"), instance);
    if (existsSync(folder))
      rmSync(hasFailed ? join(folder, "data") : folder, { recursive: true, force: true });
  };
}
