// Page views into Kafka as one would write it plainly: fastify checks them by their JSON schema, avsc encodes them, kafkajs
// sends them with acks=all. With LINGER_MS=0 each request is one `send`; with more, requests that come within it share one.
import avro from "avsc";
import Fastify from "fastify";
import kafkajs from "kafkajs";

const { PORT, KAFKA_BOOTSTRAP_SERVERS, TOPIC, AVRO_SCHEMA, SCHEMA_ID, LINGER_MS } = process.env;
const path = "/api/events/page-views/page_view";
const type = avro.Type.forSchema(JSON.parse(AVRO_SCHEMA));
const lingerMs = Number(LINGER_MS);

const client = new kafkajs.Kafka({
  brokers: KAFKA_BOOTSTRAP_SERVERS.split(","),
  logLevel: kafkajs.logLevel.ERROR,
});
const producer = client.producer({
  allowAutoTopicCreation: false,
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
});
await producer.connect();

const pageView = {
  type: "object",
  additionalProperties: false,
  required: ["event_id", "user_id", "postcode", "webpage", "timestamp"],
  properties: {
    event_id: { type: "string", minLength: 1, maxLength: 128 },
    user_id: { type: "integer" },
    postcode: { type: "string", minLength: 1, maxLength: 128 },
    webpage: { type: "string", minLength: 1, maxLength: 2048 },
    timestamp: { type: "integer", minimum: 946_684_800 },
  },
};

const app = Fastify();
app.post(path, { schema: { body: pageView } }, async (request, reply) => {
  await publish([toMessage(request.body)]);
  return reply.code(202).send({ status: "accepted", event_id: request.body.event_id });
});
app.post(
  `${path}/batch`,
  { schema: { body: { type: "array", items: pageView } } },
  async (request, reply) => {
    await publish(request.body.map(toMessage));
    return reply.code(202).send({ accepted: request.body.length });
  },
);
app.get("/health/ready", () => ({ status: "UP" }));
await app.listen({ host: "127.0.0.1", port: Number(PORT) });

process.once("SIGTERM", () => void stop());

async function stop() {
  await app.close();
  await producer.disconnect();
  process.exit(0);
}

function toMessage({ timestamp, ...rest }) {
  const bytes = type.toBuffer({ ...rest, viewed_at: timestamp * 1000 });
  const value = Buffer.allocUnsafe(5 + bytes.length);
  value.writeUInt8(0);
  value.writeUInt32BE(Number(SCHEMA_ID), 1);
  bytes.copy(value, 5);
  return { key: rest.postcode, value, timestamp: String(timestamp * 1000) };
}

let waiting;

/** Resolves when all in-sync replicas have the messages. */
function publish(messages) {
  if (lingerMs === 0) return producer.send({ topic: TOPIC, acks: -1, messages });
  if (waiting === undefined) {
    const batch = { messages: [] };
    batch.sent = new Promise((resolve, reject) => {
      setTimeout(() => {
        waiting = undefined;
        producer.send({ topic: TOPIC, acks: -1, messages: batch.messages }).then(resolve, reject);
      }, lingerMs);
    });
    waiting = batch;
  }
  for (const message of messages) waiting.messages.push(message);
  return waiting.sent;
}
