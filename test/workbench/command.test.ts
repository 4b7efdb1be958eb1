import { describe, expect, inject, test } from "vitest";
import { millrace } from "../helpers/millrace.ts";

interface StatusJson {
  readonly phase: string;
  readonly engines: readonly {
    readonly name: string;
    readonly state: string;
    readonly memoryBytes: number;
  }[];
  readonly statements: readonly { readonly name: string; readonly state: string }[];
  readonly connectors: readonly { readonly name: string; readonly state: string }[];
}

describe("the command, while a stack runs", () => {
  test("says so at a second start and changes nothing", async () => {
    const { env } = inject("stack");
    const before = (await millrace(["status", "--json"], env)).stdout;
    const { stdout } = await millrace(["up"], env);
    expect(stdout).toMatch(/^The stack is already running under process \d+ since .+; nothing was changed\./);
    const pids = (text: string) => [...text.matchAll(/"pid":\d+/g)].map(([pid]) => pid);
    expect(pids((await millrace(["status", "--json"], env)).stdout)).toEqual(pids(before));
  });

  test("shows every engine, statement and connector running", async () => {
    const { stdout } = await millrace(["status", "--json"], inject("stack").env);
    const status = JSON.parse(stdout) as StatusJson;
    expect(status.phase).toBe("running");
    expect(status.engines.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
      "connect running",
      "flink-jobmanager running",
      "flink-taskmanager running",
      "kafka running",
      "metrics running",
      "postgres running",
      "publisher running",
      "registry running",
      "s3 running",
    ]);
    expect(status.engines.every(({ memoryBytes }) => memoryBytes > 0)).toBe(true);
    expect(status.connectors).toHaveLength(6);
    expect(new Set(status.connectors.map(({ state }) => state))).toEqual(new Set(["RUNNING, tasks RUNNING"]));
    expect(status.statements).toContainEqual({
      name: expect.stringMatching(/^page-views-[0-9a-f]{12}$/),
      state: "RUNNING",
    });
  });

  test("shows an engine's log, and names the logs there are", async () => {
    const { env } = inject("stack");
    expect((await millrace(["logs", "kafka", "-n", "100000"], env)).stdout).toContain("Kafka Server started");
    const { stderr } = await millrace(["logs", "zookeeper"], env, "capture", 1);
    expect(stderr).toContain("There is no log of zookeeper. Logs are kept of: connect, flink-jobmanager,");
  });

  test("names a taken port and the process that has it", async () => {
    const { env, bootstrapServers } = inject("stack");
    const other = { ...env, MILLRACE_INSTANCE: `${env.MILLRACE_INSTANCE}-other` };
    const { stderr } = await millrace(["up"], other, "capture", 1);
    const port = bootstrapServers.split(":")[1];
    expect(stderr).toMatch(
      new RegExp(
        `port ${port} for kafka broker is taken by process \\d+ \\(.*java.*\\); free it or set MILLRACE_PORT_KAFKA_BROKER`,
      ),
    );
    await millrace(["reset"], other);
  });

  test("refuses a wrong command line and a wrong setting with code 2", async () => {
    const { env } = inject("stack");
    expect((await millrace(["upp"], env, "capture", 2)).stderr).toContain("unknown command 'upp'");
    const { stderr } = await millrace(["status"], { ...env, STAGE: "Not A Stage" }, "capture", 2);
    expect(stderr).toContain("STAGE");
  });
});
