import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  applyTopics,
  type Engine,
  freePortTable,
  instanceLayout,
  kafka,
  registry,
  resolveArtifacts,
  Stack,
} from "@millrace/engines";
import { KafkaAdmin } from "@millrace/kafka";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { localPlan } from "../../apps/cli/src/local-platform.ts";
import { publisherService } from "../../apps/cli/src/publisher-service.ts";

/** A publisher with a broker and a registry, and nothing else of the stack. */
export interface PublisherUnderTest extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly logFile: string;
}

/** Starts it on free ports in a folder of its own, which is wiped in the end. */
export async function startPublisher(domains: readonly string[]): Promise<PublisherUnderTest> {
  const config = readCliConfig();
  const plan = localPlan(config, domains);
  const service = alone(publisherService({ ...config, sampleEvents: 0, plan: () => plan }));
  const engines = [kafka, registry, service];
  const artifactsDir = join(config.home, "artifacts");
  await resolveArtifacts({ artifactsDir });
  const root = mkdtempSync(join(tmpdir(), "millrace-contract-"));
  const layout = instanceLayout(root);
  const ports = await freePortTable(engines);
  const classDataDir = join(config.home, "class-data");
  const stack = await new Stack({
    engines,
    layout,
    ports,
    artifactsDir,
    classDataDir,
    java: config.java,
  }).start();
  const stop = async () => {
    await stack.stop();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await stack.ready("kafka");
    await using admin = new KafkaAdmin({ bootstrapServers: [stack.address("kafka", "broker")] });
    await admin.waitUntilReady();
    await applyTopics(admin, plan.topics);
    await stack.allReady();
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `http://${stack.address("publisher", "http")}`;
  return { url, logFile: layout.logFile("publisher"), [Symbol.asyncDispose]: stop };
}

/** The same program in a stack without Flink, Connect and S3: whoever looks for them finds nobody. */
function alone(service: Engine): Engine {
  const isThere = (engine: string) => engine === "kafka" || engine === "registry";
  return {
    ...service,
    describe: (context) =>
      service.describe({
        ...context,
        address: (engine, port) => (isThere(engine) ? context.address(engine, port) : "127.0.0.1:1"),
      }),
  };
}
