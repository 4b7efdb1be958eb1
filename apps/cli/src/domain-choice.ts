import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MillraceError, suggest } from "@millrace/common";
import { listDomains } from "@millrace/domain";
import type { CliConfig } from "./config.ts";
import { localInstance } from "./instance.ts";
import { NoDomainError } from "./local-platform.ts";

/** Some domains by name, or all that there are. */
export type Domains = "all" | readonly string[];

/** Which domains run, and why these. */
export interface DomainChoice {
  readonly chosen: Domains;
  /** Who says so: `--domain`, an earlier `--domain`, or the stage's settings. */
  readonly by: "option" | "earlier option" | "settings";
  /** The domains that run, sorted. */
  readonly domains: readonly string[];
  /** The domains that there are besides, sorted. */
  readonly leftOut: readonly string[];
}

/** A domain was named that there is not. */
export class UnknownDomainError extends MillraceError {
  readonly code = "DOMAIN_UNKNOWN";
  readonly domain: string;

  constructor(
    domain: string,
    { known, place }: { readonly known: readonly string[]; readonly place: string },
  ) {
    const near = suggest(domain, known);
    super(
      `${place} names the domain ${JSON.stringify(domain)}, which is no folder of sql/ with a domain.yaml; ` +
        `there are ${known.join(", ") || "none"}${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
    this.domain = domain;
  }
}

/** None of the domains that were chosen once is there any more. */
export class ChosenDomainsGoneError extends MillraceError {
  readonly code = "CHOSEN_DOMAINS_GONE";

  constructor(chosen: readonly string[], known: readonly string[]) {
    super(
      `of the domains chosen before (${chosen.join(", ")}) none is left below sql/; ` +
        `choose with --domain: ${[...known, "all"].join(", ")}`,
    );
  }
}

/**
 * Which domains run: those of the option, else those that were chosen for the instance before, else those of the settings.
 * @param given the option as it was typed: `a,b` or `all`
 * @throws NoDomainError, UnknownDomainError, ChosenDomainsGoneError
 */
export function chooseDomains(
  config: Pick<CliConfig, "root" | "home" | "instance" | "domains">,
  given?: string,
): DomainChoice {
  const known = listDomains(config.root);
  if (known.length === 0) throw new NoDomainError(config.root);
  const choice = (chosen: Domains, by: DomainChoice["by"]): DomainChoice => ({
    chosen,
    by,
    domains: known.filter((name) => chosen === "all" || chosen.includes(name)),
    leftOut: known.filter((name) => chosen !== "all" && !chosen.includes(name)),
  });
  if (given !== undefined) return choice(parseDomains(given, known), "option");
  const before = readChoice(config);
  if (before === undefined) {
    const { chosen, place } = config.domains;
    return choice(checked(chosen, known, place), "settings");
  }
  const again = choice(before, "earlier option");
  if (again.domains.length === 0) throw new ChosenDomainsGoneError(before as readonly string[], known);
  return again;
}

/** Lets later commands of the instance go on with a choice that an option made. */
export function rememberDomains(
  config: Pick<CliConfig, "home" | "instance">,
  { chosen, by }: DomainChoice,
): void {
  if (by !== "option") return;
  const file = choiceFile(config);
  mkdirSync(localInstance(config).root, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify({ domains: chosen })}\n`);
  renameSync(`${file}.new`, file);
}

/** A line about a choice that leaves domains out; empty where all of them run. */
export function choiceNote({ domains, leftOut, by }: DomainChoice): string {
  if (leftOut.length === 0) return "";
  const why = {
    option: "chosen with --domain",
    "earlier option": "chosen with --domain before",
    settings: "as config/platform.yaml says",
  }[by];
  return (
    `Domains: ${domains.join(", ")} (${why}). Left out: ${leftOut.join(", ")}; what they hold is kept, ` +
    `and --domain all brings them back.\n`
  );
}

function parseDomains(text: string, known: readonly string[]): Domains {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 1 && names[0] === "all") return "all";
  return checked(names.length === 0 ? [text] : [...new Set(names)], known, "--domain");
}

function checked(chosen: Domains, known: readonly string[], place: string): Domains {
  const unknown = chosen === "all" ? undefined : chosen.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnknownDomainError(unknown, { known, place });
  return chosen;
}

function readChoice(config: Pick<CliConfig, "home" | "instance">): Domains | undefined {
  try {
    return (JSON.parse(readFileSync(choiceFile(config), "utf8")) as { readonly domains: Domains }).domains;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}

function choiceFile(config: Pick<CliConfig, "home" | "instance">): string {
  return join(localInstance(config).root, "domains.json");
}
