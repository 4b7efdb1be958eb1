import type { IngestBenchOptions } from "../ingest-options.ts";
import type { Scenario } from "./run.ts";

/** Enough that a pause of the server does not leave the generator without a free one. */
const openLoopConnections = 256;

/** The loads of a round. */
export function scenariosOf({
  parts,
  seconds,
  rates,
  batch,
  connections,
}: IngestBenchOptions): readonly Scenario[] {
  const single: readonly Scenario[] = [
    {
      name: `single posts, ${connections.single} connections one after the other`,
      order: { items: 1, connections: connections.single, seconds },
    },
    ...rates.map((perSecond) => ({
      name: `single posts, ${perSecond} a second`,
      order: { items: 1, connections: openLoopConnections, seconds, perSecond },
    })),
  ];
  const batches: readonly Scenario[] = [
    {
      name: `batches of ${batch}, ${connections.batch} connections one after the other`,
      order: { items: batch, connections: connections.batch, seconds },
    },
  ];
  return [...(parts.has("single") ? single : []), ...(parts.has("batch") ? batches : [])];
}
