import type { LiveMetric } from "@millrace/http";
import type { LiveStreams } from "./live-streams.ts";

/** What is counted of the clients that rows are sent to, and of the topics that they come from. */
export function streamMetrics(streams: LiveStreams): readonly LiveMetric[] {
  const topics = () => streams.hub.topics;
  return [
    {
      name: "stream_clients",
      help: "Clients that rows are sent to",
      kind: "gauge",
      read: () => streams.clients,
    },
    {
      name: "stream_refused_total",
      help: "Clients that were refused because there were too many",
      kind: "counter",
      read: () => streams.refused,
    },
    {
      name: "stream_unreadable_records_total",
      help: "Records of result topics that could not be read",
      kind: "counter",
      read: () => topics().reduce((sum, { unreadable }) => sum + unreadable, 0),
    },
    {
      name: "stream_topics_followed",
      help: "Result topics that are followed",
      kind: "gauge",
      read: () => topics().filter(({ position }) => position !== undefined).length,
    },
  ];
}
