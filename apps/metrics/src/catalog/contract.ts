import type { EventPlan, PanelPlan, Plan, ServedTablePlan } from "@millrace/domain";

/**
 * What the metrics app reads to know what it serves: a part of the plan, written by whoever runs it. It is written anew when
 * a plan is applied, and followed without a restart.
 */
export interface MetricsContract {
  readonly version: 1;
  /** First word of topics. */
  readonly stage: string;
  readonly served: readonly ServedTablePlan[];
  readonly panels: readonly PanelPlan[];
  readonly events: readonly EventPlan[];
  /** Topics that dead letters of a domain go to: those of the door and Flink, and of its connectors. */
  readonly deadLetterTopics: readonly { readonly domain: string; readonly topic: string }[];
  /** Names of statements: their jobs are called `<name>-<hash>`. */
  readonly statements: readonly { readonly domain: string; readonly name: string }[];
  readonly connectors: readonly ConnectorFact[];
  /** What users do in a domain, for the page to play. Default: nothing is known of it. */
  readonly journeys?: readonly DomainJourneys[];
}

/** What users of one domain do, as Markov chains. */
export interface DomainJourneys {
  readonly domain: string;
  readonly journeys: Plan["generators"][number]["journeys"];
}

/** A connector, as the pipeline strip shows it. */
export interface ConnectorFact {
  readonly domain: string;
  readonly name: string;
  readonly kind: "postgres" | "archive" | "clickhouse" | "other";
  /** Topics that it reads; its consumer group is `connect-<name>`. */
  readonly topics: readonly string[];
}
