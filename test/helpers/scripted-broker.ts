import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What happens to a batch: its connection ends without an answer, or it is answered with an error's code; 0 for none. */
export type BatchAnswer = "lost" | number;

/** A broker of one node and one topic with one partition, as far as a producer needs one. It keeps nothing. */
export interface ScriptedBroker {
  readonly address: string;
  /** The first sequence number of every batch that came, in order. */
  readonly sequences: readonly number[];
}

const produceKey = 0;
const metadataKey = 3;
const apiVersionsKey = 18;
const initProducerIdKey = 22;
/** The version of each request that it knows. */
const versions = [
  [produceKey, 3],
  [metadataKey, 1],
  [apiVersionsKey, 2],
  [initProducerIdKey, 0],
] as const;
/** Where the first sequence number stands, counted from a batch's magic byte. */
const sequenceAt = 53 - 16;

/** Starts a broker that answers one batch after another as `script` says, and every further one without an error. */
export async function scriptedBroker(topic: string, script: readonly BatchAnswer[]): Promise<ScriptedBroker> {
  const sequences: number[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    eachRequest(socket, (request) => {
      const answer = answerTo(request);
      if (answer === undefined) socket.destroy();
      else socket.write(answer);
    });
  });
  const answerTo = (request: Buffer): Buffer | undefined => {
    const key = request.readInt16BE(0);
    if (key !== produceKey) return frame(request, factsFor(key));
    sequences.push(firstSequence(request));
    const answer = script[sequences.length - 1] ?? 0;
    return answer === "lost" ? undefined : frame(request, produced(topic, answer, sequences.length));
  };
  const factsFor = (key: number): Buffer => {
    if (key === apiVersionsKey) return apiVersions();
    if (key === initProducerIdKey) return Buffer.concat([int32(0), int16(0), int64(7), int16(0)]);
    return metadata(topic, (server.address() as AddressInfo).port);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, sequences };
}

/** Cuts what comes into requests, without the length in front of each. */
function eachRequest(socket: Socket, take: (request: Buffer) => void): void {
  let waiting: Buffer = Buffer.alloc(0);
  socket.on("data", (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readInt32BE(0)) {
      const end = 4 + waiting.readInt32BE(0);
      take(waiting.subarray(4, end));
      waiting = waiting.subarray(end);
    }
  });
}

/** An answer with its length and the request's number in front. */
function frame(request: Buffer, body: Buffer): Buffer {
  return Buffer.concat([int32(4 + body.length), request.subarray(4, 8), body]);
}

function apiVersions(): Buffer {
  const entries = versions.map(([key, version]) =>
    Buffer.concat([int16(key), int16(version), int16(version)]),
  );
  return Buffer.concat([int16(0), int32(entries.length), ...entries, int32(0)]);
}

function metadata(topic: string, port: number): Buffer {
  const broker = [int32(1), text("127.0.0.1"), int32(port), int16(-1)];
  const partition = [int16(0), int32(0), int32(1), int32(1), int32(1), int32(1), int32(1)];
  const found = [int16(0), text(topic), Buffer.from([0]), int32(1), ...partition];
  return Buffer.concat([int32(1), ...broker, int32(1), int32(1), ...found]);
}

function produced(topic: string, errorCode: number, offset: number): Buffer {
  const partition = [int32(0), int16(errorCode), int64(offset), int64(-1)];
  return Buffer.concat([int32(1), text(topic), int32(1), ...partition, int32(0)]);
}

/** The number in the one batch of a request of version 3. */
function firstSequence(request: Buffer): number {
  const clientIdBytes = request.readInt16BE(8);
  // transactional id, acks, timeout, and the number of topics
  const topicAt = 10 + clientIdBytes + 2 + 2 + 4 + 4;
  const magicAt = topicAt + 2 + request.readInt16BE(topicAt) + 4 + 4 + 4 + 16;
  return request.readInt32BE(magicAt + sequenceAt);
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
