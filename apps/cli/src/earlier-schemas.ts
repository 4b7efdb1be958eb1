import {
  compileDomain,
  DomainInvalidError,
  type EarlierSchema,
  type EvolutionInput,
  type Plan,
} from "@millrace/domain";
import type { RegistryClient } from "@millrace/kafka";
import { CommittedDomainError, loadCommittedDomain } from "@millrace/workbench";
import type { CliConfig } from "./config.ts";

/** Committed forms of domains, and why some could not be had. */
export interface CommittedPlans {
  readonly committed: NonNullable<EvolutionInput["committed"]>;
  readonly notes: readonly string[];
}

/** A commit to compare with; `isChosen` where somebody named it, so that it has to exist. */
export interface CommitChoice {
  readonly ref: string;
  readonly isChosen: boolean;
}

/**
 * Compiles domains as they stand in a commit. What was never committed is a note, as is a clone without git.
 * @throws CommittedDomainError when a chosen commit does not exist
 */
export async function committedPlans(
  { root, stage, topicDefaults }: Pick<CliConfig, "root" | "stage" | "topicDefaults">,
  domains: readonly string[],
  { ref, isChosen }: CommitChoice,
): Promise<CommittedPlans> {
  const found = await Promise.all(
    domains.map(async (domain): Promise<{ readonly plan: Plan } | { readonly note: string }> => {
      try {
        const sources = await loadCommittedDomain(root, domain, ref);
        return { plan: compileDomain(sources, { stage, topicDefaults }) };
      } catch (error) {
        const isAsked = error instanceof CommittedDomainError && error.missing === "commit" && isChosen;
        const note = isAsked ? undefined : noteOf(error, domain, ref);
        if (note === undefined) throw error;
        return { note };
      }
    }),
  );
  return {
    committed: found.flatMap((each) => ("plan" in each ? [{ label: ref, plan: each.plan }] : [])),
    notes: [...new Set(found.flatMap((each) => ("note" in each ? [each.note] : [])))],
  };
}

/** Every registered version of a plan's subjects, oldest first; of those whose level asks only for the newest, that one. */
export async function registeredSchemas(
  registry: Pick<RegistryClient, "version" | "versions">,
  { schemas }: Plan,
): Promise<ReadonlyMap<string, readonly EarlierSchema[]>> {
  const entries = await Promise.all(
    schemas.map(async ({ subject, compatibility }) => {
      const versions = await registry.versions(subject);
      const wanted = compatibility === "BACKWARD_TRANSITIVE" ? versions : versions.slice(-1);
      const found = await Promise.all(wanted.map((version) => registry.version(subject, version)));
      return [
        subject,
        found.map(({ version, schema }) => ({ label: `version ${version}`, schema })),
      ] as const;
    }),
  );
  return new Map(entries);
}

function noteOf(error: unknown, domain: string, ref: string): string | undefined {
  if (error instanceof CommittedDomainError)
    return {
      repository:
        "this is no git clone, so there are no committed domains to compare with; --registry compares with what is registered",
      commit: "nothing is committed yet, so there are no committed domains to compare with",
      domain: `domain ${domain} is not in ${ref}: all of it is new`,
    }[error.missing];
  if (error instanceof DomainInvalidError)
    return (
      `domain ${domain} as it is in ${ref} does not compile any more, so it is not compared ` +
      `(${error.message.split("\n")[1] ?? error.message})`
    );
  return undefined;
}
