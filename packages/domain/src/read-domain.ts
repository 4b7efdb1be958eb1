import { DomainInvalidError } from "./errors.ts";
import { type DomainSources, loadDomain } from "./load/load-domain.ts";
import type { Domain } from "./normalize/domain.ts";
import { normalizeDomain } from "./normalize/normalize.ts";
import { sortProblems } from "./problem.ts";
import { validateDomain } from "./validate/validate.ts";

/**
 * One domain.yaml with every default filled in: what a plan no longer says, such as the names and examples of an event's
 * attributes as they are posted.
 * @throws DomainInvalidError with every problem of every file
 */
export function readDomain(sources: DomainSources): Domain {
  const { loaded, problems: syntax } = loadDomain(sources);
  const { valid, problems: semantic } = validateDomain(loaded, syntax.length === 0);
  const problems = [...syntax, ...semantic];
  if (valid === undefined || problems.length > 0) {
    const { path } = sources.domain;
    throw new DomainInvalidError([path.split("/").at(-2) ?? path], sortProblems(problems));
  }
  return normalizeDomain(valid.input);
}
