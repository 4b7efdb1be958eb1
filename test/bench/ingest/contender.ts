/** Who takes the events: the publisher, and what it is compared with. */
export type ContenderName = "publisher" | "fastify" | "fastify-batching";

/** All of them. */
export const contenderNames: readonly ContenderName[] = ["publisher", "fastify", "fastify-batching"];

/** What the publisher's ratios refer to. */
export const baseline: ContenderName = "fastify";

/** How long requests of a peer wait for others to share a send with, in milliseconds; 0 is one send a request. */
export const lingerMs: Readonly<Record<Exclude<ContenderName, "publisher">, string>> = {
  fastify: "0",
  "fastify-batching": "5",
};

/** In words. */
export const contenderTitles: Readonly<Record<ContenderName, string>> = {
  publisher: "publisher",
  fastify: "fastify + kafkajs",
  "fastify-batching": "the same, batching",
};
