import { pageViewEvent } from "../unit/publisher/page-view-event.ts";
import { type KafkaNode, startKafkaNode } from "./kafka-node.ts";
import { PageViewLoad } from "./page-view-load.ts";
import { PublisherProcess, type PublisherSettings } from "./publisher-process.ts";
import { type RegistryNode, startRegistryNode } from "./registry-node.ts";

/** A publisher over a Kafka node of its own, with clients that post to it. */
export interface Publishing {
  readonly node: KafkaNode;
  readonly registry: RegistryNode;
  readonly publisher: PublisherProcess;
  readonly load: PageViewLoad;
}

/** Starts all of it; what a test gives is for the publisher. */
export async function startPublishing(settings: Partial<PublisherSettings> = {}): Promise<Publishing> {
  const [node, registry] = await Promise.all([startKafkaNode(), startRegistryNode()]);
  const { topic, deadLetterTopic } = pageViewEvent();
  await node.admin.ensureTopics([
    // The page views are years old: a broker removes what is older than its retention half a minute after its start.
    { name: topic, partitions: 2, retentionMs: -1 },
    { name: deadLetterTopic, partitions: 1 },
  ]);
  const publisher = await PublisherProcess.start({
    kafka: node.connection,
    registryUrl: registry.url,
    ...settings,
  });
  const load = new PageViewLoad(publisher);
  load.start();
  return { node, registry, publisher, load };
}
