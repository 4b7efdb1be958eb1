import { join } from "node:path";
import { type InstanceLayout, instanceLayout, RunRecordFile } from "@millrace/engines";
import type { CliConfig } from "./config.ts";

/** The folders of the configured stack. */
export function localInstance(config: Pick<CliConfig, "home" | "instance">): InstanceLayout {
  return instanceLayout(join(config.home, config.instance));
}

/** What its supervisor wrote down; undefined when it never ran or was stopped. */
export function localRecord(config: CliConfig) {
  return new RunRecordFile(localInstance(config).runDir).read();
}
