import { spawn } from "node:child_process";
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  type Engine,
  freePortTable,
  identityOf,
  instanceLayout,
  isRunning,
  type ProcessIdentity,
  type RunningStack,
  RunRecordFile,
  Stack,
  type StackEvent,
} from "@millrace/engines";
import { describe, expect, onTestFinished, test } from "vitest";
import { answering, nodeEngine } from "../../helpers/node-engine.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

interface Started {
  readonly stack: Stack;
  readonly events: StackEvent[];
  readonly root: string;
}

async function stackOf(
  engines: readonly Engine[],
  ports?: Record<string, Record<string, number>>,
): Promise<Started> {
  const root = temporaryFolder();
  const events: StackEvent[] = [];
  const stack = new Stack({
    engines,
    layout: instanceLayout(root),
    ports: ports ?? (await freePortTable(engines)),
    artifactsDir: root,
    java: "java",
    onEvent: (event) => events.push(event),
  });
  return { stack, events, root };
}

async function start(stack: Stack): Promise<RunningStack> {
  const running = await stack.start();
  onTestFinished(() => running.stop());
  return running;
}

describe("a stack", () => {
  test("is ready when every engine answers", async () => {
    const { stack, events } = await stackOf([nodeEngine("one", answering), nodeEngine("two", answering)]);
    const running = await start(stack);
    await running.allReady();
    const ready = events.flatMap((event) => (event.type === "engine-ready" ? [event.engine] : []));
    expect(ready.toSorted()).toEqual(["one", "two"]);
  });

  test("names the engine that ended early, with its log", async () => {
    const failing = nodeEngine("broken", 'console.error("cannot open the vault"); process.exit(7);');
    const running = await start((await stackOf([failing])).stack);
    await expect(running.allReady()).rejects.toThrow(
      /broken ended with code 7 before it was ready\.\nThe last lines of .*broken\.log:\n {2}\| cannot open the vault/,
    );
  });

  test("says that the disk is full when the log does", async () => {
    const failing = nodeEngine(
      "broken",
      'console.error("java.io.IOException: No space left on device"); process.exit(1);',
    );
    const running = await start((await stackOf([failing])).stack);
    await expect(running.allReady()).rejects.toThrow("The disk is full: free some space, then start again.");
  });

  test("names an engine that is never ready", async () => {
    const silent = nodeEngine("silent", "setInterval(() => {}, 1000)", { readyTimeoutMs: 300 });
    const running = await start((await stackOf([silent])).stack);
    await expect(running.allReady()).rejects.toThrow(/silent was not ready after 0\.3 s \(not ready: .+\)/);
  });

  test("starts an engine again that was killed", async () => {
    const { stack, events } = await stackOf([nodeEngine("one", answering)]);
    const running = await start(stack);
    await running.allReady();
    const first = running.pid("one") as number;
    process.kill(first, "SIGKILL");
    await expect
      .poll(() => events.some(({ type }) => type === "engine-restarted"), { timeout: 8_000 })
      .toBe(true);
    expect(running.pid("one")).not.toBe(first);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "engine-exited", engine: "one", how: "was ended by SIGKILL" }),
    );
  });

  test("kills an engine that ignores its stop signal", async () => {
    const stubborn = nodeEngine("stubborn", `process.on("SIGTERM", () => {}); ${answering}`, {
      stopTimeoutMs: 200,
    });
    const running = await start((await stackOf([stubborn])).stack);
    await running.allReady();
    await running.stop();
    expect(running.pid("stubborn")).toBeUndefined();
  });

  test("does not start what it was preparing when it was stopped", async () => {
    const marker = join(temporaryFolder(), "started");
    const preparing = nodeEngine("preparing", `require("fs").writeFileSync(${JSON.stringify(marker)}, "");`, {
      prepare: [
        {
          describe: "take a while",
          unlessExists: "prepared",
          command: { argv: [process.execPath, "-e", "setTimeout(() => {}, 300)"], env: {} },
        },
      ],
    });
    const running = await start((await stackOf([preparing])).stack);
    await running.stop();
    await expect(running.ready("preparing")).rejects.toThrow("was stopped before it was started");
    expect([running.pid("preparing"), existsSync(marker)]).toEqual([undefined, false]);
  });

  test("is refused while another process runs it", async () => {
    const { stack, root } = await stackOf([nodeEngine("one", answering)]);
    await (await start(stack)).allReady();
    const second = new Stack({
      engines: [],
      layout: instanceLayout(root),
      ports: {},
      artifactsDir: root,
      java: "java",
    });
    await expect(second.start()).rejects.toThrow(
      `is already running under process ${process.pid}; stop it with "npm run down".`,
    );
  });

  test("names a taken port, its owner and the way out", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { stack } = await stackOf([nodeEngine("one", answering)], { one: { http: port } });
    await expect(stack.start()).rejects.toThrow(
      new RegExp(
        `port ${port} for one http is taken by process ${process.pid} \\(.+\\); free it or set MILLRACE_PORT_ONE_HTTP`,
      ),
    );
  });

  test("ends what a crashed supervisor left behind", async () => {
    const { stack, events, root } = await stackOf([nodeEngine("one", answering)]);
    const orphan = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    onTestFinished(() => void orphan.kill("SIGKILL"));
    const left = { ...(identityOf(orphan.pid as number) as ProcessIdentity), stopSignal: "SIGTERM" as const };
    const supervisor = { pid: 2_147_483_646, startedAt: "0" };
    const { runDir } = instanceLayout(root);
    mkdirSync(runDir, { recursive: true });
    writeFileSync(join(runDir, "supervisor.lock"), JSON.stringify(supervisor));
    const record = {
      supervisor,
      startedAt: "",
      phase: "running",
      engines: { one: left },
      ports: {},
    } as const;
    new RunRecordFile(runDir).write(record);
    await (await start(stack)).allReady();
    expect(events).toContainEqual({ type: "orphans-ended", engines: ["one"] });
    expect(isRunning(left)).toBe(false);
  });

  test("uses a class-data archive until the artifacts are resolved anew", async () => {
    const root = temporaryFolder();
    const seen: unknown[] = [];
    const engine = nodeEngine("one", answering);
    const started = async () => {
      const stack = new Stack({
        engines: [
          {
            ...engine,
            describe: (context) => {
              seen.push(context.classDataArchive);
              return engine.describe(context);
            },
          },
        ],
        layout: instanceLayout(root),
        ports: await freePortTable([engine]),
        artifactsDir: root,
        classDataDir: join(root, "class-data"),
        java: "java",
      });
      await (await stack.start()).stop();
    };
    const archive = join(root, "class-data", "one.jsa");
    mkdirSync(join(root, "class-data"));
    writeFileSync(archive, "");
    writeFileSync(join(root, "resolved.json"), "{}");
    utimesSync(join(root, "resolved.json"), 1, 1);
    await started();
    utimesSync(archive, 0, 0);
    await started();
    expect(seen).toEqual([{ use: archive }, { create: `${archive}.new` }]);
  });
});
