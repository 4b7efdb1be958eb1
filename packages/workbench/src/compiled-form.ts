import {
  compileDomain,
  type Domain,
  type DomainSources,
  type Plan,
  readDomain,
  type StatementPlan,
} from "@millrace/domain";

/** A domain's files, compiled: what runs, and the events as tests write them. */
export interface CompiledForm {
  readonly plan: Plan;
  readonly domain: Domain;
  /** Undefined for a domain that computes nothing. */
  readonly statement: StatementPlan | undefined;
}

/** @throws DomainInvalidError with every problem */
export function compileForm(sources: DomainSources, stage: string): CompiledForm {
  const plan = compileDomain(sources, { stage });
  return { plan, domain: readDomain(sources), statement: plan.statements[0] };
}
