import type { AddressInfo } from "node:net";
import { ConfigError, createLogger, type Logger } from "@millrace/common";
import { KafkaAdmin, KafkajsProducer, RegistryClient } from "@millrace/kafka";
import { createApp } from "./app.ts";
import { type PublisherConfig, readConfig } from "./config.ts";
import { ContractError } from "./contract.ts";
import { ContractFile } from "./contract-file.ts";
import { followContract } from "./follow-contract.ts";
import { EventCatalog } from "./event-catalog.ts";
import { Health } from "./health.ts";
import { Ingest } from "./ingest.ts";
import { Lifecycle } from "./lifecycle.ts";
import { listen, PortTakenError } from "./listen.ts";
import { Metrics } from "./metrics.ts";
import { stopGracefully } from "./shut-down.ts";
import { publishSamples, startIngest } from "./start-up.ts";

async function main(config: PublisherConfig, log: Logger): Promise<void> {
  const contract = new ContractFile(config.contractFile);
  const catalog = new EventCatalog(await contract.read());
  const admin = new KafkaAdmin(config.kafka, { log, timeoutMs: 1_500 });
  const registry = new RegistryClient(config.registry);
  const producer = new KafkajsProducer(config.kafka, { log });
  const metrics = new Metrics(() => producer.isConnected());
  const ingest = new Ingest({ producer, catalog, metrics });
  const lifecycle = new Lifecycle();
  const health = new Health({
    checks: {
      kafka: async () => void (await admin.describeCluster()),
      registry: async (signal) => void (await registry.subjects({ signal })),
    },
  });
  const app = createApp({ ingest, health, lifecycle, metrics, log, maxBodyBytes: config.maxBodyBytes });
  const server = await listen(app, config);
  const { address, port } = server.address() as AddressInfo;
  log.info({ url: `http://${address}:${port}`, types: catalog.events.length }, "listening");

  const signal = stopGracefully({ server, lifecycle, producer, admin, log });
  const startUp = { producer, registry, admin, ingest, log, signal };
  try {
    await startIngest(startUp);
    lifecycle.serve();
    log.info({ sinceStartMs: Math.round(performance.now()) }, "ready");
    void followContract(contract, startUp);
    if (config.sampleEvents > 0) await publishSamples(config.sampleEvents, startUp);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function run(): Promise<void> {
  let log = createLogger({ program: "publisher" });
  try {
    const config = readConfig();
    log = createLogger({ program: "publisher", level: config.logLevel });
    await main(config, log);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ContractError || error instanceof PortTakenError)
      process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, "the publisher cannot run");
    process.exit(1);
  }
}

await run();
