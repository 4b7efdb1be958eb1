/** What a table's DDL says about the topic behind it. */
export interface TableDdl {
  readonly name: string;
  /** The table's options, by name. */
  readonly options: ReadonlyMap<string, string>;
  /** The column of its watermark. */
  readonly timeColumn: string | undefined;
}

const name = /^\s*CREATE\s+(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`((?:[^`]|``)+)`/;
const watermark = /^\s*WATERMARK FOR `((?:[^`]|``)+)`/m;
const option = /'((?:[^']|'')+)'\s*=\s*'((?:[^']|'')*)'/g;

/** Reads a `CREATE TABLE` as a running statement keeps it; undefined where the text is none. */
export function readTableDdl(ddl: string): TableDdl | undefined {
  const table = name.exec(ddl)?.[1];
  if (table === undefined) return undefined;
  const options = ddl.slice(ddl.lastIndexOf("\n) WITH (") + 1);
  const column = watermark.exec(ddl)?.[1];
  return {
    name: unquoted(table, "`"),
    options: new Map(
      [...options.matchAll(option)].map(([, key = "", value = ""]) => [
        unquoted(key, "'"),
        unquoted(value, "'"),
      ]),
    ),
    timeColumn: column === undefined ? undefined : unquoted(column, "`"),
  };
}

/** The tables that a statement set writes, in its order. */
export function insertedTables(statementSet: string): readonly string[] {
  return [...statementSet.matchAll(/^INSERT INTO `((?:[^`]|``)+)`/gm)].map(([, table = ""]) =>
    unquoted(table, "`"),
  );
}

function unquoted(text: string, quote: string): string {
  return text.replaceAll(quote + quote, quote);
}
