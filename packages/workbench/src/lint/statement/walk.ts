import type { Expression, FunctionCall } from "./expression.ts";
import type { Query, Select } from "./query.ts";
import type { Relation } from "./relation.ts";

/** The named queries that a SELECT can read, by name. */
export type NamedQueries = ReadonlyMap<string, Query>;

/** A SELECT with the named queries that it can read. */
export interface ScopedSelect {
  readonly select: Select;
  readonly named: NamedQueries;
}

/** Every SELECT of a query at any depth, outer ones first. */
export function selectsOf(query: Query, outer: NamedQueries = new Map()): readonly ScopedSelect[] {
  const named = namesOf(query, outer);
  const inner = query.named.flatMap((step) => selectsOf(step.query, named));
  const { body } = query;
  if (body.kind === "values") return inner;
  if (body.kind === "set") return [...inner, ...selectsOf(body.left, named), ...selectsOf(body.right, named)];
  const nested = [
    ...relationsOf(body.from).flatMap((relation) => (relation.kind === "query" ? [relation.query] : [])),
    ...valuesOf(body)
      .flatMap(deep)
      .flatMap((value) => (value.kind === "query" ? [value.query] : [])),
  ];
  return [{ select: body, named }, ...inner, ...nested.flatMap((each) => selectsOf(each, named))];
}

/** What a query's own SELECT can read by name. */
export function namesOf({ named }: Query, outer: NamedQueries): NamedQueries {
  return new Map([...outer, ...named.map(({ name, query }) => [name.text, query] as const)]);
}

/** Every query of a query at any depth: itself, named steps, both sides of set operations. */
export function queriesOf(query: Query): readonly Query[] {
  const { body, named } = query;
  const sides = body.kind === "set" ? [body.left, body.right] : [];
  const tables =
    body.kind === "select"
      ? relationsOf(body.from).flatMap((relation) => (relation.kind === "query" ? [relation.query] : []))
      : [];
  return [query, ...[...named.map((step) => step.query), ...sides, ...tables].flatMap(queriesOf)];
}

/** A relation and everything that it is joined or made of, nested queries' own relations left out. */
export function relationsOf(relation: Relation | undefined): readonly Relation[] {
  if (relation === undefined) return [];
  if (relation.kind === "join")
    return [relation, ...relationsOf(relation.left), ...relationsOf(relation.right)];
  if (relation.kind === "function") return [relation, ...relationsOf(relation.input)];
  return [relation];
}

/** The values that stand directly in a SELECT, what stands in FROM included. */
export function valuesOf({ items, from, where, groupBy, having }: Select): readonly Expression[] {
  const joined = relationsOf(from).flatMap((relation) => {
    if (relation.kind === "join") return relation.condition ?? [];
    if (relation.kind === "function") return relation.args;
    if (relation.kind === "table") return relation.asOf ?? [];
    return relation.kind === "expansion" ? [relation.expression] : [];
  });
  return [
    ...items.map(({ expression }) => expression),
    ...joined,
    where ?? [],
    ...groupBy,
    having ?? [],
  ].flat();
}

/** A value and all its parts, nested queries not entered. */
export function deep(value: Expression): readonly Expression[] {
  if (value.kind === "operation") return [value, ...value.operands.flatMap(deep)];
  if (value.kind !== "call") return [value];
  const { args, filter, over } = value;
  const parts = [...args, filter ?? [], over?.partitionBy ?? [], over?.orderBy ?? []].flat();
  return [value, ...parts.flatMap(deep)];
}

/** Every call that stands in a SELECT, nested queries not entered. */
export function callsOf(select: Select): readonly FunctionCall[] {
  return valuesOf(select)
    .flatMap(deep)
    .filter((value) => value.kind === "call");
}

/** The last names of all columns in a value. */
export function columnsOf(value: Expression): readonly string[] {
  return deep(value).flatMap((part) => (part.kind === "column" ? (part.path.at(-1)?.text ?? []) : []));
}
