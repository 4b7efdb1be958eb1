/** What a connector is called and how it is configured. */
export interface NamedConnector {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** The committed offsets of consumer groups, as far as the archive's connectors need them. */
export interface GroupOffsets {
  /** Committed offset by partition; partitions without one are absent. */
  committedOffsets(group: string, topic: string): Promise<ReadonlyMap<number, number>>;
  /** The group must have no members. */
  commitOffsets(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void>;
  topicOffsets(topic: string): Promise<readonly { readonly partition: number; readonly first: number }[]>;
}

/** The consumer groups that a sink connector leaves behind: whoever deletes it for good deletes them too. */
export function connectorGroups(connector: NamedConnector): readonly string[] {
  const source = `connect-${connector.name}`;
  return controlTopicOf(connector) === undefined ? [source] : [source, coordinatorGroup(connector.name)];
}

/**
 * Gives the coordinator of an Iceberg connector its place in the control topic before it runs for the first time. Its
 * consumer would begin at the topic's end and miss the files that were written before a crash, although their records
 * count as read already: the rows would be lost. Does nothing for other connectors, and nothing the second time.
 */
export async function placeCoordinator(connector: NamedConnector, offsets: GroupOffsets): Promise<void> {
  const topic = controlTopicOf(connector);
  if (topic === undefined) return;
  const group = coordinatorGroup(connector.name);
  const committed = await offsets.committedOffsets(group, topic);
  const missing = (await offsets.topicOffsets(topic)).filter(({ partition }) => !committed.has(partition));
  if (missing.length === 0) return;
  await offsets.commitOffsets(
    group,
    topic,
    new Map(missing.map(({ partition, first }) => [partition, first])),
  );
}

function controlTopicOf({ config }: NamedConnector): string | undefined {
  if (config["connector.class"] !== "org.apache.iceberg.connect.IcebergSinkConnector") return undefined;
  return config["iceberg.control.topic"] ?? "control-iceberg";
}

function coordinatorGroup(name: string): string {
  return `connect-${name}-coord`;
}
