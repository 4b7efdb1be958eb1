/**
 * The partition in which Kafka's default partitioner puts a keyed record: murmur2 of the key's bytes, made positive,
 * modulo the number of partitions.
 */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** MurmurHash2, 32 bits, as in `org.apache.kafka.common.utils.Utils`. */
function murmur2(data: Uint8Array): number {
  const { length } = data;
  let hash = seed ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let word =
      byte(data, at) | (byte(data, at + 1) << 8) | (byte(data, at + 2) << 16) | (byte(data, at + 3) << 24);
    word = Math.imul(word, multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const rest = length - at;
  if (rest === 3) hash ^= byte(data, at + 2) << 16;
  if (rest >= 2) hash ^= byte(data, at + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ byte(data, at), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

function byte(data: Uint8Array, at: number): number {
  return data[at] ?? 0;
}
