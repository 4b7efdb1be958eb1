import { fileURLToPath } from "node:url";
import { compileDomain, type EventPlan, loadDomainFolder } from "@millrace/domain";
import { compileEvent, type EventCodec, type SchemaIds } from "@millrace/events";
import { KafkajsProducer, RegistryClient } from "@millrace/kafka";
import type { StackAddresses } from "./millrace.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

type Payload = Readonly<Record<string, unknown>>;

/**
 * Writes events of a domain as another publisher would: one that does not know what this stack's has taken. So they come
 * twice to whoever reads the topic, which a publisher by itself sees to that they do not.
 */
export class OtherPublisher {
  readonly #stack: StackAddresses;
  readonly #codecs: readonly EventCodec[];
  readonly #ids = new Map<string, SchemaIds>();

  constructor(stack: StackAddresses, domain: string) {
    this.#stack = stack;
    const { events } = compileDomain(loadDomainFolder(root, domain), { stage: "test" });
    this.#codecs = events.map((event) => compileEvent(event));
  }

  /** What identifies an event. */
  idOf(payload: Payload): unknown {
    const attribute = this.#codecs[0]?.plan.idAttribute;
    return attribute === undefined ? undefined : payload[attribute];
  }

  /** Resolves when all in-sync replicas have them. @param type where they do not say theirs */
  async write(payloads: readonly Payload[], type?: string): Promise<void> {
    const records = [];
    for (const payload of payloads) {
      const codec = this.#codecOf(payload, type);
      const parsed = codec.parse(payload, Date.now());
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      records.push(codec.toRecord(parsed.event, await this.#idsOf(codec.plan)));
    }
    const producer = new KafkajsProducer({ bootstrapServers: [this.#stack.bootstrapServers] });
    try {
      const deliveries = await producer.send(records);
      const failed = deliveries.find(({ status }) => status !== "delivered");
      if (failed !== undefined) throw new Error(JSON.stringify(failed));
    } finally {
      await producer.close();
    }
  }

  #codecOf(payload: Payload, type: string | undefined): EventCodec {
    const codec = this.#codecs.find(({ plan }) => plan.name === (type ?? payload[plan.typeColumn ?? ""]));
    if (codec === undefined) throw new Error(`there is no event type ${type ?? "for this payload"}`);
    return codec;
  }

  async #idsOf({ subject, schema, key }: EventPlan): Promise<SchemaIds> {
    const known = this.#ids.get(subject);
    if (known !== undefined) return known;
    const registry = new RegistryClient({ url: this.#stack.registryUrl });
    const value = await registry.register(subject, schema);
    const ids =
      key.format === "avro" ? { value, key: await registry.register(key.subject, key.schema) } : { value };
    this.#ids.set(subject, ids);
    return ids;
  }
}
