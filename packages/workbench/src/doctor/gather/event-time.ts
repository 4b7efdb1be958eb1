import { AvroDecoder, RegistryClient, type TopicRecord } from "@millrace/kafka";

/** Gives the event time of a record in milliseconds since the epoch. */
export type EventTimeOf = (record: TopicRecord) => Promise<number>;

/**
 * Reads event times where the table has them: in its time column. Of a record that holds none, that is not Avro, or whose
 * schema cannot be had, Kafka's own time stands in for it.
 */
export function eventTimeReader(registryUrl: string, column: string | undefined): EventTimeOf {
  const decoder = new AvroDecoder(new RegistryClient({ url: registryUrl }));
  let canDecode = column !== undefined;
  return async ({ value, timestampMs }) => {
    if (!canDecode || column === undefined || value === null) return timestampMs;
    try {
      const row = await decoder.decode(value);
      const time = typeof row === "object" && row !== null ? Reflect.get(row, column) : undefined;
      return typeof time === "number" ? time : timestampMs;
    } catch {
      // A registry that is down would be asked again for every record.
      canDecode = false;
      return timestampMs;
    }
  };
}
