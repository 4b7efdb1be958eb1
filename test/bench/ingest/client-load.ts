import type { ClientName } from "./client.ts";

/** What a client's process is told. */
export interface ClientOrder {
  readonly client: ClientName;
  readonly bootstrapServers: string;
  readonly topic: string;
  /** Where the peers' packages are installed. */
  readonly peers: string;
  /** Records in a call, and calls at once. */
  readonly records: number;
  readonly calls: number;
  readonly seconds: number;
}

/** What it answers. */
export interface ClientAnswer {
  readonly acknowledged: number;
  readonly durationMs: number;
  readonly cpuMs: number;
}

/** Produces one call's records, and resolves when all are acknowledged. */
export type Produce = (records: readonly ClientRecord[]) => Promise<void>;

/** A record with the headers of its call. */
export interface ClientRecord {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly timestampMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

const warmUpMs = 1_500;
const keys = Array.from({ length: 500 }, (_, at) => Buffer.from(`SW${at}`));
const value = Buffer.alloc(96, 65);

/** Makes calls, several at once and each after the one before, and counts what they cost once they are warm. */
export async function loadClient(produce: Produce, order: ClientOrder): Promise<ClientAnswer> {
  await callUntil(produce, order, performance.now() + warmUpMs);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const acknowledged = await callUntil(produce, order, startedAt + order.seconds * 1000);
  const { user, system } = process.cpuUsage(cpu);
  return { acknowledged, durationMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

async function callUntil(produce: Produce, { records, calls }: ClientOrder, endMs: number): Promise<number> {
  let count = 0;
  const call = async () => {
    while (performance.now() < endMs) {
      await produce(recordsOf(records));
      count += records;
    }
  };
  await Promise.all(Array.from({ length: calls }, call));
  return count;
}

let made = 0;

function recordsOf(count: number): readonly ClientRecord[] {
  const timestampMs = Date.now();
  const headers = { "received-at": String(timestampMs), "correlation-id": `call-${made}` };
  return Array.from({ length: count }, () => {
    made += 1;
    return { key: keys[(made * 7) % keys.length] as Buffer, value, timestampMs, headers };
  });
}
