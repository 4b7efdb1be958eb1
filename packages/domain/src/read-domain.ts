import { DomainInvalidError } from "./errors.ts";
import { type DomainSources, loadDomain } from "./load/load-domain.ts";
import type { Domain } from "./normalize/domain.ts";
import { normalizeDomain } from "./normalize/normalize.ts";
import { sortProblems } from "./problem.ts";
import { validateDomain, type ValidDomain } from "./validate/validate.ts";

/**
 * One domain.yaml with every default filled in: what a plan no longer says, such as the names and examples of an event's
 * attributes as they are posted.
 * @throws DomainInvalidError with every problem of every file
 */
export function readDomain(sources: DomainSources): Domain {
  return normalizeDomain(validDomain(sources).input);
}

/**
 * What a domain's declarations compile to: the statements and connectors that a user could have written instead, with the
 * paths at which a file takes their place.
 * @throws DomainInvalidError with every problem of every file
 */
export function generatedFiles(sources: DomainSources): ValidDomain["generated"] {
  const { statements, connectors } = validDomain(sources).generated;
  return { statements, connectors };
}

function validDomain(sources: DomainSources): ValidDomain {
  const { loaded, problems: syntax } = loadDomain(sources);
  const { valid, problems: semantic } = validateDomain(loaded, syntax.length === 0);
  const problems = [...syntax, ...semantic];
  if (valid === undefined || problems.length > 0) {
    const { path } = sources.domain;
    throw new DomainInvalidError([path.split("/").at(-2) ?? path], sortProblems(problems));
  }
  return valid;
}
