import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

/** A folder with domains of one event each, and the settings of an instance in it. */
export function smallClone(domains: readonly string[], sinks = "") {
  const root = temporaryFolder();
  for (const domain of domains) {
    const folder = join(root, "sql", domain);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "domain.yaml"), domainYaml(domain, sinks));
  }
  mkdirSync(join(root, "connectors"));
  return {
    root,
    home: join(root, ".millrace"),
    instance: "local",
    stage: "test",
    topicDefaults: { partitions: 1, retentionMs: 604_800_000 },
    domains: { chosen: "all" as "all" | readonly string[], place: "default" },
  };
}

function domainYaml(domain: string, sinks: string): string {
  const table = domain.replaceAll("-", "_");
  return `
domain: ${domain}
entity: { name: event, primary_key: event_id }
events:
  happened:
    table: ${table}_events
    topic: ${domain}
    key: event_id
    event_time: { attribute: at }
    attributes:
      event_id: { type: string }
      at: { type: timestamp }
${sinks}
buckets: { raw: ${domain}-raw }
`;
}
