/** A value of a row as the oracle sees it. */
export type OracleValue = string | number | bigint | boolean | null;

/** A row with its event time in epoch milliseconds. */
export interface OracleRow {
  readonly timeMs: number;
  readonly values: Readonly<Record<string, OracleValue>>;
}

/** The value at a column, or at a path into a nested one such as `address.city`; NULL where it leads nowhere. */
export function valueOf({ values }: Pick<OracleRow, "values">, path: string): OracleValue {
  let value: unknown = values;
  for (const name of path.split("."))
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : null;
  return (value as OracleValue | undefined) ?? null;
}
