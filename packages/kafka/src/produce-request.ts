/** One partition's share of a request. */
export interface PartitionBatch {
  readonly partition: number;
  /** A whole record batch. */
  readonly bytes: Buffer;
}

const allReplicas = -1;

/**
 * The body of a Produce request of the versions 3 to 8, for a producer without transactions.
 * https://kafka.apache.org/protocol#The_Messages_Produce
 */
export function encodeProduceRequest(
  topics: ReadonlyMap<string, readonly PartitionBatch[]>,
  timeoutMs: number,
): Buffer {
  const parts = [header(timeoutMs, topics.size)];
  for (const [topic, partitions] of topics) {
    parts.push(topicHeader(topic, partitions.length));
    for (const { partition, bytes } of partitions) {
      const place = Buffer.allocUnsafe(8);
      place.writeInt32BE(partition, 0);
      place.writeInt32BE(bytes.length, 4);
      parts.push(place, bytes);
    }
  }
  return Buffer.concat(parts);
}

function header(timeoutMs: number, topics: number): Buffer {
  const bytes = Buffer.allocUnsafe(12);
  bytes.writeInt16BE(-1, 0);
  bytes.writeInt16BE(allReplicas, 2);
  bytes.writeInt32BE(timeoutMs, 4);
  bytes.writeInt32BE(topics, 8);
  return bytes;
}

function topicHeader(topic: string, partitions: number): Buffer {
  const name = Buffer.from(topic);
  const bytes = Buffer.allocUnsafe(2 + name.length + 4);
  bytes.writeInt16BE(name.length, 0);
  bytes.set(name, 2);
  bytes.writeInt32BE(partitions, 2 + name.length);
  return bytes;
}
