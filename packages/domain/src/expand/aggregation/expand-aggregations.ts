import type { AggregationInput } from "../../schema/aggregation-schema.ts";
import type { DomainInput, ResultInput } from "../../schema/domain-schema.ts";
import type { SinksInput } from "../../schema/sink-schema.ts";
import type { SourceFile } from "../../source-file.ts";
import {
  type Aggregation,
  type AggregationForm,
  formsOf,
  readAggregation,
  readWindow,
  resultNames,
} from "./aggregation.ts";
import { columnInputs } from "./result-columns.ts";
import { sourceTables } from "./source-table.ts";
import { identityOf } from "./statement-header.ts";
import { statementText } from "./statement-text.ts";

/** What a domain's aggregations stand for. */
export interface ExpandedAggregations {
  /** In the order of the file; of each aggregation the provisional result first. */
  readonly results: Readonly<Record<string, ResultInput>>;
  /** One statement a result, `sql/<domain>/<result>.sql`. */
  readonly statements: readonly SourceFile[];
}

/** Writes out the aggregations of a valid domain as the results and statements that a user could have written. */
export function expandAggregations(domain: DomainInput): ExpandedAggregations {
  const made = Object.entries(domain.aggregations ?? {}).flatMap(([name, input]) => {
    const aggregation = readAggregation(domain, name, input);
    return resultNames(name, input).map(({ name: result, form }) => ({
      name: result,
      result: resultInput(aggregation, form),
      statement: {
        path: `sql/${domain.domain}/${result}.sql`,
        text: statementText(aggregation, form, result),
      },
    }));
  });
  return {
    results: Object.fromEntries(made.map(({ name, result }) => [name, result])),
    statements: made.map(({ statement }) => statement),
  };
}

/** The names of the results that aggregations make, also of those that cannot be compiled. */
export function aggregationResults({ aggregations = {} }: DomainInput): readonly {
  readonly aggregation: string;
  readonly name: string;
  readonly form: AggregationForm;
}[] {
  return Object.entries(aggregations).flatMap(([aggregation, input]) =>
    resultNames(aggregation, input).map((result) => ({ aggregation, ...result })),
  );
}

/** The topic of a form of an aggregation, without the domain's prefix. */
export function aggregationTopic(
  domain: string,
  name: string,
  input: AggregationInput,
  form: AggregationForm,
): string {
  const topic = input.topic ?? `${domain}.${name.replaceAll("_", "-")}`;
  return form === "provisional" && formsOf(input).length === 2 ? `${topic}.provisional` : topic;
}

/** How long a provisional row can still be corrected: a window, and the watermark's way behind it. Zero without such rows. */
export function neededStateMs(domain: DomainInput, only?: string): number {
  const sources = sourceTables(domain);
  const needs = Object.entries(domain.aggregations ?? {})
    .filter(([name, input]) => (only ?? name) === name && formsOf(input).includes("provisional"))
    .map(([, { from, window }]) => {
      const source = sources.find(({ name }) => name === from);
      return readWindow(window).sizeMs + (source?.behindMs ?? 0);
    });
  return Math.max(0, ...needs);
}

function resultInput(aggregation: Aggregation, form: AggregationForm): ResultInput {
  const { name, domain, input } = aggregation;
  const { doc, partitions, retention, compatibility, update_interval, sinks } = input;
  const ownSinks = sinksOf(sinks, form, formsOf(input));
  return {
    ...(doc === undefined ? {} : { doc }),
    topic: aggregationTopic(domain, name, input, form),
    partitions,
    retention,
    compatibility,
    mode: form === "final" ? "append" : "upsert",
    key: [...identityOf(aggregation)],
    record_time: "window_start",
    ...(form === "provisional" ? { update_interval } : {}),
    ...(ownSinks === undefined ? {} : { sinks: ownSinks }),
    columns: columnInputs(aggregation, form),
  };
}

/** Postgres holds the rows of both forms; an archive is added to, so that it takes rows that stay as they are. */
function sinksOf(
  sinks: SinksInput | undefined,
  form: AggregationForm,
  forms: readonly AggregationForm[],
): SinksInput | undefined {
  if (sinks === undefined || forms.length === 1) return sinks;
  const { postgres, archive } = sinks;
  if (form === "provisional") return postgres === undefined ? undefined : { postgres };
  if (typeof postgres !== "object" || postgres.table === undefined) return { postgres, archive };
  return { postgres: { ...postgres, table: `${postgres.table}_final` }, archive };
}
