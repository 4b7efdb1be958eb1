import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InstanceLayout } from "@millrace/engines";

/** A file that a running service follows: `events.json` of the publisher. */
export interface LiveFile {
  readonly service: string;
  readonly path: string;
  readonly content: string;
}

/** Writes it anew in one step, so that nobody reads half of it; what stands there already is left as it is. */
export function writeLiveFile(layout: InstanceLayout, { service, path, content }: LiveFile): void {
  const file = join(layout.configDir(service), path);
  if (existsSync(file) && readFileSync(file, "utf8") === content) return;
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
