import type { TopicSettings } from "../normalize/domain.ts";

/** A topic's full name. */
export function topicName(stage: string, { prefix, name }: Pick<TopicSettings, "prefix" | "name">): string {
  return `${prefix.replaceAll("${stage}", stage)}${name}`;
}

/** Where events of a domain go that the door or Kafka refuses, whatever prefix its other topics have. */
export function deadLetterTopic(stage: string, domain: string): string {
  return `${stage}.dead-letter.${domain}`;
}

/** The column of the time at which a row came, where a table leaves out what came before. */
export const arrivalColumn = "arrived_at";

/** The table of all events of a stream whose own table leaves out those that came before. */
export function receivedTable(table: string): string {
  return `${table}_received`;
}

/** A bucket's full name. */
export function bucketName(stage: string, name: string): string {
  return `${stage}-${name}`;
}
