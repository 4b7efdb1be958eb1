/** What produces records: our producer, and clients that could stand behind the same port. */
export type ClientName = "millrace" | "kafkajs" | "platformatic" | "platformatic-sharing";

/** All of them. */
export const clientNames: readonly ClientName[] = [
  "millrace",
  "kafkajs",
  "platformatic",
  "platformatic-sharing",
];

/** In words. */
export const clientTitles: Readonly<Record<ClientName, string>> = {
  millrace: "KafkajsProducer (idempotent, calls share a send)",
  kafkajs: "kafkajs (one send a call)",
  platformatic: "@platformatic/kafka (one send a call)",
  "platformatic-sharing": "@platformatic/kafka (idempotent, calls share a send)",
};
