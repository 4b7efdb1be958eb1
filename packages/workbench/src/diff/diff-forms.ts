import { MillraceError } from "@millrace/common";
import { type Domain, type DomainSources, loadDomainFolder } from "@millrace/domain";
import { compileForm } from "../compiled-form.ts";
import { loadCommittedDomain } from "./committed-domain.ts";
import type { StatementForm } from "./diff-statement.ts";

/** One form of a domain: its statement, and its events as tests write them. */
export interface DomainForm extends StatementForm {
  readonly domain: Domain;
}

/** The committed and the edited form of a domain. */
export interface DomainForms {
  readonly before: DomainForm;
  readonly after: DomainForm;
}

/**
 * Compiles a domain as it is committed and as it stands in the work tree.
 * @throws CommittedDomainError, NoStatementToCompareError, DomainInvalidError with every problem of the form that does not compile
 */
export async function loadDomainForms(
  root: string,
  domain: string,
  { ref, stage }: { readonly ref: string; readonly stage: string },
): Promise<DomainForms> {
  const after = formOf(loadDomainFolder(root, domain), stage, "in the work tree");
  const before = formOf(await loadCommittedDomain(root, domain, ref), stage, `in ${ref}`);
  return { before, after };
}

/** A form of a domain has nothing to compare. */
export class NoStatementToCompareError extends MillraceError {
  readonly code = "NO_STATEMENT_TO_COMPARE";
}

/** @throws DomainInvalidError, NoStatementToCompareError */
function formOf(sources: DomainSources, stage: string, where: string): DomainForm {
  const form = compileForm(sources, stage);
  const { domain, statement } = form;
  if (statement === undefined)
    throw new NoStatementToCompareError(
      `The domain ${domain.name} has no .sql file ${where}, so there are no results to compare.`,
    );
  return { ...form, statement };
}
