import type { EventPlan, Plan, TablePlan } from "../plan.ts";
import { compareText } from "../source-file.ts";
import { pascalCase } from "./openapi.ts";
import { payloadType } from "./typescript-event.ts";
import { rowType } from "./typescript-row.ts";
import { docComment, objectType, quoted, sentences } from "./typescript-text.ts";

/**
 * A TypeScript module of a plan: payloads of its events, rows of its results, names of its topics. It imports nothing, and
 * nothing but the topics' names is left of it when it runs.
 */
export function emitTypeScript({ events, tables }: Pick<Plan, "events" | "tables">): string {
  const sortedEvents = [...events].sort((a, b) => compareText(a.path, b.path));
  const sortedTables = [...tables].sort((a, b) => compareText(a.name, b.name));
  const results = sortedTables.filter(({ role }) => role === "result");
  const parts = [
    "// Compiled from the domains: `millrace domain types` writes it anew.",
    topicNames(sortedTables),
    ...sortedEvents.map(eventText),
    eventsByPath(sortedEvents),
    ...results.map(rowText),
  ];
  return `${parts.join("\n\n")}\n`;
}

function topicNames(tables: readonly TablePlan[]): string {
  const lines = tables.map(({ name, topic }) => `  ${name}: ${quoted(topic)},`);
  const names = lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n}`;
  return `/** The topic of every table. */\nexport const topics = ${names} as const;`;
}

function eventText(event: EventPlan): string {
  const doc = docComment(
    sentences(event.doc ?? `An event of the type ${event.name}`, `Posted to ${event.path}`),
  );
  return [...doc, `export type ${eventName(event)} = ${payloadType(event)};`].join("\n");
}

function eventsByPath(events: readonly EventPlan[]): string {
  const members = events.map((event) => ({ name: quoted(event.path), type: eventName(event) }));
  return `/** What is posted where; several at once go to the same path with /batch. */\nexport type EventsByPath = ${objectType(members)};`;
}

function rowText({ name, topic, changelogMode, value }: TablePlan): string {
  const schema = value.schema as { readonly doc?: string };
  const rows = changelogMode === "upsert" ? "the newest row of a key counts" : "every row counts";
  const doc = docComment(sentences(schema.doc ?? `A row of ${name}`, `Topic ${topic}; ${rows}`));
  return [...doc, `export type ${pascalCase(name)}Row = ${rowType(value.schema)};`].join("\n");
}

/** `PageViewsPageViewEvent` */
function eventName({ domain, name }: EventPlan): string {
  return `${pascalCase(domain)}${pascalCase(name)}Event`;
}
