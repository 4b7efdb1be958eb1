import {
  checkEvolution,
  compileDomains,
  type DomainSources,
  type Evolution,
  formatEvolution,
  listDomains,
  loadDomainFolder,
} from "@millrace/domain";
import { RegistryClient } from "@millrace/kafka";
import type { Command } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { type CommitChoice, committedPlans, registeredSchemas } from "../earlier-schemas.ts";
import { exitCodes } from "../exit-codes.ts";
import { NoDomainError } from "../local-platform.ts";
import { runningSource } from "./read.ts";

/** What the schemas of the domains' files are compared with. */
export interface DomainCheckOptions {
  /** Default: every domain. */
  readonly domains?: readonly string[];
  readonly against: CommitChoice;
  /** Compares with what is registered, too. */
  readonly registry?: Pick<RegistryClient, "version" | "versions">;
}

/**
 * Compares the schemas of domains with those of a commit and those that are registered.
 * @throws DomainInvalidError, DomainUnreadableError, CommittedDomainError when a chosen commit does not exist
 */
export async function domainCheck(
  config: Pick<CliConfig, "root" | "stage" | "topicDefaults">,
  { domains, against, registry }: DomainCheckOptions,
): Promise<Evolution> {
  const { root, stage, topicDefaults } = config;
  const names = domains ?? listDomains(root);
  const [first, ...others] = names.map((name) => loadDomainFolder(root, name));
  if (first === undefined) throw new NoDomainError(root);
  const sources: readonly [DomainSources, ...DomainSources[]] = [first, ...others];
  const plan = compileDomains(sources, { stage, topicDefaults });
  const [{ committed, notes }, registered] = await Promise.all([
    committedPlans(config, names, against),
    registry === undefined ? new Map<string, never>() : registeredSchemas(registry, plan),
  ]);
  const evolution = checkEvolution({ plan, sources, committed, registered });
  return { ...evolution, notes: [...notes, ...evolution.notes] };
}

interface CheckFlags {
  readonly domain?: string;
  readonly against: string;
  readonly registry?: boolean;
  readonly json?: boolean;
}

/** `millrace domain check [--domain <names>] [--against <commit>] [--registry] [--json]` */
export function registerDomainCheck(group: Command): void {
  group
    .command("check")
    .description(
      "compare the topics' schemas with the committed ones: which changes break whom, and how to do it instead",
    )
    .option("--domain <names>", "these domains, with commas between them; default: every domain")
    .option("--against <commit>", "the commit to compare with", "HEAD")
    .option("--registry", "compare with the running stack's registry, too")
    .option("--json", "print subjects, findings and notes as JSON")
    .addHelpText(
      "after",
      `\nWhat is compatible says each topic's "compatibility" in domain.yaml; see docs/evolution.md.` +
        `\nExit codes: ${exitCodes.ok} nothing breaks, ${exitCodes.found} a change breaks a reader, ${exitCodes.failed} it could not be compared, ${exitCodes.notRunning} --registry without a running stack.`,
    )
    .action(async (flags: CheckFlags, command: Command) => {
      const config = readCliConfig();
      const { domain, against: ref } = flags;
      const evolution = await domainCheck(config, {
        ...(domain === undefined ? {} : { domains: domain.split(",").map((name) => name.trim()) }),
        against: { ref, isChosen: command.getOptionValueSource("against") === "cli" },
        ...(flags.registry === true
          ? { registry: new RegistryClient({ url: runningSource(config).registryUrl }) }
          : {}),
      });
      process.stdout.write(
        `${flags.json === true ? JSON.stringify(evolution) : formatEvolution(evolution)}\n`,
      );
      process.stderr.write(`${summarize(evolution)}\n`);
      if (evolution.findings.length > 0) process.exitCode = exitCodes.found;
    });
}

function summarize({ subjects, findings }: Evolution): string {
  const broken = subjects.filter(({ verdict }) => verdict === "incompatible").length;
  const compared = subjects.filter(({ verdict }) => verdict !== "new").length;
  const counts = `${subjects.length} subjects, ${compared} of them compared with what they were before`;
  if (findings.length === 0) return `${counts}: nothing breaks`;
  return `${counts}: ${findings.length} changes break readers of ${broken}`;
}
