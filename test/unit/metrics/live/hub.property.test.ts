import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hub } from "../../../../apps/metrics/src/live/hub.ts";
import { MemoryWorld, settle } from "./memory-world.ts";
import { finalTable, servedTable } from "./served-table.ts";
import { StreamClient } from "./stream-client.ts";
import { flush, testHub } from "./test-hub.ts";

const counts = servedTable("counts", { finality: "paired", finalTable: "counts_final" });
const finals = finalTable("counts_final");
const state = servedTable("state");
const tables = [counts, finals, state];
const paths = ["shop/counts", "shop/state"];
const topics = tables.map(({ topic }) => topic);

const key = fc.constantFrom("a", "b", "c", "d");
const topic = fc.constantFrom(...topics);
const few = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("write" as const), key, isEnd: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("state" as const), key, isRemoval: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("finish" as const), key }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("reveal" as const), topic, few }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("store" as const), topic, few }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("commit" as const), topic }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("flush" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("connect" as const), client: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("leave" as const), client: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);

/** Keys whose window is over: nothing corrects them any more. */
type Finished = Set<string>;

async function play(
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
  { ringRows, backlog }: { readonly ringRows: number; readonly backlog: number },
) {
  const world = new MemoryWorld(tables);
  const open = () => testHub(world, tables, { ring: { maxRows: ringRows }, backlog });
  let hub = open();
  const clients = [0, 1, 2].map(() => new StreamClient(paths));
  const finished: Finished = new Set();
  const connecting: Promise<unknown>[] = [];
  let version = 0;
  for (const each of steps) {
    switch (each.do) {
      case "write":
        if (!finished.has(each.key)) world.write(counts.topic, each.key, ++version, each.isEnd);
        break;
      case "state":
        world.write(state.topic, each.key, each.isRemoval ? undefined : ++version);
        break;
      case "finish":
        if (!finished.has(each.key)) world.write(finals.topic, each.key, ++version);
        finished.add(each.key);
        break;
      case "reveal":
        world.reveal(each.topic, each.few);
        break;
      case "store":
        world.store(each.topic, each.few);
        break;
      case "commit":
        world.commit(each.topic);
        break;
      case "flush":
        flush(hub);
        break;
      case "connect":
        if (clients[each.client]?.isConnected === false) connecting.push(connect(clients[each.client], hub));
        break;
      case "leave":
        clients[each.client]?.disconnect();
        break;
      case "restart":
        for (const client of clients) client.disconnect();
        hub.close("restart");
        hub = open();
    }
    await settle();
  }
  for (const name of topics) world.reveal(name);
  await Promise.allSettled(connecting);
  for (const client of clients) if (!client.isConnected) await client.connect(hub);
  await settle();
  flush(hub);
  hub.close("the end");
  return { world, clients };
}

/** A hub that ends while a client connects refuses it. */
async function connect(client: StreamClient | undefined, hub: Hub): Promise<void> {
  await client?.connect(hub).catch(() => client.disconnect());
}

function truthOf(world: MemoryWorld): Record<string, number> {
  const named = (table: string, name: string) =>
    [...world.truth(name)].map(([k, v]) => [`${table} ${k}`, v] as const);
  return Object.fromEntries([
    ...named("counts", counts.topic),
    ...named("counts", finals.topic),
    ...named("state", state.topic),
  ]);
}

describe("rows sent to clients", () => {
  it("are the truth for every client, each version once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.record({ ringRows: fc.constantFrom(2, 5, 1_000), backlog: fc.constantFrom(0, 2, 1_000) }),
        async (steps, limits) => {
          const { world, clients } = await play(steps, limits);
          for (const client of clients) {
            expect(Object.fromEntries(client.values)).toEqual(truthOf(world));
            expect(client.versions.length).toBe(new Set(client.versions).size);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
