import type { AddressInfo } from "node:net";
import { ApiKeyFileError } from "@millrace/access";
import { ConfigError, createLogger, type Logger } from "@millrace/common";
import { MaskingKeyMissingError } from "@millrace/events";
import { LogLockedError } from "@millrace/segment-log";
import { AccessSettingsError, PortTakenError, stopGracefully } from "@millrace/http";
import { ContractError } from "./catalog/contract.ts";
import { followContract } from "./catalog/follow-contract.ts";
import { type PublisherConfig, readConfig } from "./config.ts";
import { serve } from "./http/serve.ts";
import { assemble } from "./start-up/assemble.ts";
import { DataFolderError } from "./start-up/data-folder.ts";
import { publishSamples, startIngest } from "./start-up/start-up.ts";

async function main(config: PublisherConfig, log: Logger): Promise<void> {
  const ended = new AbortController();
  const publisher = await assemble(config, { log, signal: ended.signal });
  const { ingest, lifecycle, contract, closings } = publisher;
  const server = await serve(publisher.app, config);
  const { address, port } = server.address() as AddressInfo;
  log.info({ url: `http://${address}:${port}`, types: ingest.catalog.events.length }, "listening");

  const signal = stopGracefully({ server, lifecycle, closings, log });
  signal.addEventListener("abort", () => ended.abort(signal.reason));
  const serving = { ...publisher, log, signal };
  try {
    const { confirmed } = await startIngest(serving);
    lifecycle.serve();
    log.info({ sinceStartMs: Math.round(performance.now()) }, "ready");
    void followContract(contract, serving);
    await confirmed;
    if (config.sampleEvents > 0) await publishSamples(config.sampleEvents, serving);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** What whoever starts the program can put right; the message says how. */
const settingFaults = [
  ConfigError,
  ContractError,
  AccessSettingsError,
  ApiKeyFileError,
  MaskingKeyMissingError,
  DataFolderError,
  LogLockedError,
  PortTakenError,
];

async function run(): Promise<void> {
  let log = createLogger({ program: "publisher" });
  try {
    const config = readConfig();
    log = createLogger({ program: "publisher", level: config.logLevel });
    await main(config, log);
  } catch (error) {
    if (error instanceof Error && settingFaults.some((fault) => error instanceof fault))
      process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, "the publisher cannot run");
    process.exit(1);
  }
}

await run();
