import { describeFound } from "@millrace/common";
import type { Catalog } from "../catalog/catalog.ts";
import type { StreamRequest } from "./stream-session.ts";

/** What is wrong with one parameter of a query. */
export interface QueryFault {
  readonly parameter: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
}

/** A query that was understood, with the domains that it is of, or what is wrong with it. */
export type ReadStreamQuery =
  | { readonly request: StreamRequest; readonly domains: readonly string[] }
  | { readonly faults: readonly QueryFault[] };

const parameters = ["tables", "domain", "minutes", "last_event_id"];
const defaultMinutes = 60;
const maxMinutes = 525_600;
const maxTables = 50;

type Query = Readonly<Record<string, unknown>>;

/** Reads the query of `/events`; all that is wrong with it is said together. */
export function readStreamQuery(query: Query, catalog: Catalog): ReadStreamQuery {
  const tables = readTables(query, catalog);
  const minutes = readMinutes(query["minutes"]);
  const faults = [
    ...Object.keys(query).flatMap(unknownParameter),
    ...("faults" in tables ? tables.faults : []),
    ...("fault" in minutes ? [minutes.fault] : []),
  ];
  if (faults.length > 0 || "faults" in tables || "fault" in minutes) return { faults };
  const lastEventId = query["last_event_id"];
  const resumes = typeof lastEventId === "string" && lastEventId !== "" ? { lastEventId } : {};
  return {
    request: { tables: tables.paths, minutes: minutes.minutes, ...resumes },
    domains: [...new Set(tables.paths.map((path) => path.slice(0, path.indexOf("/"))))],
  };
}

function unknownParameter(parameter: string): readonly QueryFault[] {
  if (parameters.includes(parameter)) return [];
  return [{ parameter, found: "an unknown parameter", expected: `one of ${parameters.join(", ")}` }];
}

type Tables = { readonly paths: readonly string[] } | { readonly faults: readonly QueryFault[] };

function readTables({ tables, domain }: Query, catalog: Catalog): Tables {
  const expected = "<domain>/<table>, separated by commas, or domain=<domain>";
  if (typeof domain === "string" && tables === undefined) return domainTables(domain, catalog);
  if (typeof tables !== "string" || domain !== undefined) {
    const found = domain === undefined ? describeFound(tables) : "both tables and domain";
    return { faults: [{ parameter: "tables", found, expected }] };
  }
  const paths = [...new Set(tables.split(",").map((path) => path.trim()))].filter((path) => path !== "");
  if (paths.length === 0 || paths.length > maxTables)
    return {
      faults: [{ parameter: "tables", found: `${paths.length} tables`, expected: `1 to ${maxTables}` }],
    };
  const faults = paths.flatMap((path) => tableFault(path, catalog));
  return faults.length > 0 ? { faults } : { paths };
}

/** All tables of a domain; those that hold the final rows of another come under its name. */
function domainTables(domain: string, catalog: Catalog): Tables {
  const tables = catalog.tablesOf(domain);
  const finals = new Set(tables.map(({ finalTable }) => finalTable));
  const paths = tables.filter(({ name }) => !finals.has(name)).map(({ name }) => `${domain}/${name}`);
  if (paths.length > 0) return { paths };
  const names = [...new Set(catalog.tables.map((table) => table.domain))].sort();
  const expected = `a domain that serves rows: ${names.join(", ")}`;
  return { faults: [{ parameter: "domain", found: describeFound(domain.slice(0, 100)), expected }] };
}

function tableFault(path: string, catalog: Catalog): readonly QueryFault[] {
  const [domain = "", name = ""] = path.split("/", 2);
  if (catalog.table(domain, name) !== undefined && path === `${domain}/${name}`) return [];
  const { detail, suggestion } = catalog.noTable(domain, name);
  const fault = { parameter: "tables", found: describeFound(path.slice(0, 200)), expected: detail };
  return [suggestion === undefined ? fault : { ...fault, suggestion }];
}

function readMinutes(text: unknown): { readonly minutes: number } | { readonly fault: QueryFault } {
  if (text === undefined) return { minutes: defaultMinutes };
  const minutes = typeof text === "string" && /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (minutes >= 1 && minutes <= maxMinutes) return { minutes };
  const expected = `a whole number from 1 to ${maxMinutes}`;
  return { fault: { parameter: "minutes", found: describeFound(text), expected } };
}
