import type { Command } from "commander";
import { type Domain, listDomains, loadDomainFolder, readDomain } from "@millrace/domain";
import { rootOfClone } from "../config.ts";
import { NoDomainError } from "../local-platform.ts";

/** A domain in a few words. */
export interface DomainSummary {
  readonly domain: string;
  readonly description: string;
  /** Types of events, and the tables that are computed from them. */
  readonly events: readonly string[];
  readonly results: readonly string[];
}

/** The domains of a clone, sorted by name. @throws DomainInvalidError, NoDomainError */
export function summarizeDomains(root: string): readonly DomainSummary[] {
  const names = listDomains(root);
  if (names.length === 0) throw new NoDomainError(root);
  return names.map((name) => summary(readDomain(loadDomainFolder(root, name))));
}

/** `millrace domain list [--json]` */
export function registerDomainList(group: Command): void {
  group
    .command("list")
    .description("print every domain with its events and results")
    .option("--json", "print them as JSON")
    .action(({ json }: { readonly json?: boolean }) => {
      const domains = summarizeDomains(rootOfClone);
      process.stdout.write(`${json === true ? JSON.stringify({ domains }) : formatDomains(domains)}\n`);
    });
}

/** Domains for people. */
export function formatDomains(domains: readonly DomainSummary[]): string {
  return domains
    .map(({ domain, description, events, results }) =>
      [
        `${domain}  ${description}`.trimEnd(),
        `  events   ${events.join(", ")}`,
        `  results  ${results.length === 0 ? "none" : results.join(", ")}`,
      ].join("\n"),
    )
    .join("\n\n");
}

function summary({ name, description = "", streams, results }: Domain): DomainSummary {
  return {
    domain: name,
    description,
    events: streams.flatMap(({ types }) => types.map((type) => type.name)),
    results: results.map(({ table }) => table),
  };
}
