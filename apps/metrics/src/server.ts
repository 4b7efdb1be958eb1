import type { AddressInfo } from "node:net";
import { ApiKeyFileError } from "@millrace/access";
import { ConfigError, createLogger, type Logger } from "@millrace/common";
import { AccessSettingsError, listen, PortTakenError, stopGracefully } from "@millrace/http";
import { ContractError } from "./catalog/read-contract.ts";
import { followContract } from "./catalog/follow-contract.ts";
import { type MetricsConfig, readConfig } from "./config.ts";
import { assemble } from "./start-up/assemble.ts";

async function main(config: MetricsConfig, log: Logger): Promise<void> {
  const ended = new AbortController();
  const { app, contract, served, lifecycle, closings } = await assemble(config, {
    log,
    signal: ended.signal,
  });
  const server = await listen(app, config);
  const signal = stopGracefully({ server, lifecycle, closings, log });
  signal.addEventListener("abort", () => ended.abort(signal.reason));
  lifecycle.serve();
  const { address, port } = server.address() as AddressInfo;
  log.info({ url: `http://${address}:${port}`, tables: served.catalog.tables.length }, "listening");
  await followContract(contract, { served, log, signal });
}

/** What whoever starts the program can put right; the message says how. */
const settingFaults = [ConfigError, ContractError, AccessSettingsError, ApiKeyFileError, PortTakenError];

async function run(): Promise<void> {
  let log = createLogger({ program: "metrics" });
  try {
    const config = readConfig();
    log = createLogger({ program: "metrics", level: config.logLevel });
    await main(config, log);
  } catch (error) {
    if (error instanceof Error && settingFaults.some((fault) => error instanceof fault))
      process.stderr.write(`${error.message}\n`);
    else log.fatal({ err: error }, "the metrics app cannot run");
    process.exit(1);
  }
}

await run();
