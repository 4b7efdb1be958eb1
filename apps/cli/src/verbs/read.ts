import type { Command } from "commander";
import { MillraceError } from "@millrace/common";
import { readCliConfig, type CliConfig } from "../config.ts";
import { localRecord } from "../instance.ts";
import { toJson } from "../json.ts";
import { readTopicRows, type TopicSource } from "../topic-rows.ts";

/** A verb needs the running stack and there is none. */
export class NotRunningError extends MillraceError {
  readonly code = "NOT_RUNNING";

  constructor() {
    super('The stack is not running. Start it with "npm start".');
  }
}

/** Where the running stack's topics are. @throws NotRunningError */
export function runningSource(config: CliConfig): TopicSource {
  const ports = localRecord(config)?.ports;
  if (ports === undefined) throw new NotRunningError();
  return {
    bootstrapServers: `127.0.0.1:${ports.kafka?.broker}`,
    registryUrl: `http://127.0.0.1:${ports.registry?.http}/apis/ccompat/v7`,
  };
}

/** `millrace read <topic>` */
export function registerRead(program: Command): void {
  program
    .command("read")
    .description("print a topic's committed records as JSON lines, Avro decoded")
    .argument("<topic>", "for example test.streaming.page-view.output")
    .action(async (topic: string) => {
      for await (const row of readTopicRows(runningSource(readCliConfig()), topic)) {
        process.stdout.write(`${toJson(row)}\n`);
      }
    });
}
