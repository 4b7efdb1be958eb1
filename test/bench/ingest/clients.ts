import { fork } from "node:child_process";
import { join } from "node:path";
import type { Arena } from "./arena.ts";
import { clientNames, type ClientName } from "./client.ts";
import type { ClientAnswer, ClientOrder } from "./client-load.ts";
import { peersFolder } from "./peers.ts";
import { pinProcess } from "./pinning.ts";
import { endsOf } from "./read-back.ts";

/** How calls come: as batches of a hundred, or as single records of many callers. */
export interface ClientLoad {
  readonly name: string;
  readonly records: number;
  readonly calls: number;
}

/** What one client did in one round. */
export interface ClientResult extends ClientAnswer {
  readonly client: ClientName;
  readonly load: ClientLoad;
}

const loads: readonly ClientLoad[] = [
  { name: "100 records a call, 8 calls at once", records: 100, calls: 8 },
  { name: "1 record a call, 64 calls at once", records: 1, calls: 64 },
];

/** Lets every client produce, without HTTP. @throws Error when the topic does not hold what was acknowledged */
export async function measureClients(arena: Arena, seconds: number): Promise<readonly ClientResult[]> {
  const peers = await peersFolder();
  const results: ClientResult[] = [];
  for (const load of loads) {
    for (const client of clientNames) {
      const { records, calls } = load;
      const before = total(await endsOf(arena.admin, arena.event.topic));
      const { bootstrapServers, event } = arena;
      const order = { client, bootstrapServers, topic: event.topic, peers, records, calls, seconds };
      const answer = await ask(order, arena.pinning?.server);
      const written = total(await endsOf(arena.admin, arena.event.topic)) - before;
      if (written < answer.acknowledged)
        throw new Error(`${client}: ${answer.acknowledged} records acknowledged, ${written} written`);
      results.push({ ...answer, client, load });
    }
  }
  return results;
}

function total(ends: ReadonlyMap<number, number>): number {
  return [...ends.values()].reduce((sum, end) => sum + end, 0);
}

function ask(order: ClientOrder, cores: string | undefined): Promise<ClientAnswer> {
  const flags = ["--conditions=millrace-source", "--import", "tsx"];
  const child = fork(join(import.meta.dirname, "client-worker.ts"), { execArgv: flags });
  pinProcess(cores, child.pid as number);
  return new Promise((resolve, reject) => {
    let answer: ClientAnswer | undefined;
    child.once("message", (message: ClientAnswer) => (answer = message));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (answer === undefined) reject(new Error(`the process of ${order.client} ended with code ${code}`));
      else resolve(answer);
    });
    child.send(order);
  });
}
