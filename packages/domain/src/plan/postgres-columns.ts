import type { Column } from "../normalize/domain.ts";
import type { PostgresTablePlan } from "../plan.ts";

/** A column that a Postgres table cannot hold as the sink would write it. */
export interface UnfitColumn {
  /** As SQL names it; of a record's field `address.tags`. */
  readonly name: string;
  readonly kind: Column["type"]["kind"];
}

const postgresTypes: Readonly<Partial<Record<Column["type"]["kind"], string>>> = {
  string: "text",
  enum: "text",
  int: "integer",
  long: "bigint",
  double: "double precision",
  boolean: "boolean",
  timestamp: "timestamptz",
};

/**
 * The columns of a Postgres table that holds a table's rows, and what it cannot hold.
 * @param isFlattened whether the connector writes a record's fields into columns of their own: `address_city`
 */
export function planPostgresColumns(
  columns: readonly Column[],
  isFlattened: boolean,
): { readonly columns: PostgresTablePlan["columns"]; readonly unfit: readonly UnfitColumn[] } {
  const planned = columns.map((column) => planColumn(column, isFlattened));
  return {
    columns: planned.flatMap((each) => each.columns),
    unfit: planned.flatMap((each) => each.unfit),
  };
}

function planColumn(column: Column, isFlattened: boolean): ReturnType<typeof planPostgresColumns> {
  const { name, type } = column;
  // Records from before the column was added have no value for it.
  const nullable = column.isOptional || column.default !== undefined;
  const single = postgresType(column);
  if (single !== undefined) return { columns: [{ name, type: single, nullable }], unfit: [] };
  if (!isFlattened) return { columns: [], unfit: [{ name, kind: type.kind }] };
  if (type.kind === "money")
    return {
      columns: [
        { name: `${name}_minor_units`, type: "bigint", nullable },
        { name: `${name}_currency`, type: "text", nullable },
      ],
      unfit: [],
    };
  if (type.kind !== "record") return { columns: [], unfit: [{ name, kind: type.kind }] };
  const fields = planPostgresColumns(type.fields, isFlattened);
  return {
    columns: fields.columns.map((field) => ({
      ...field,
      name: `${name}_${field.name}`,
      nullable: nullable || field.nullable,
    })),
    unfit: fields.unfit.map((field) => ({ ...field, name: `${name}.${field.name}` })),
  };
}

/** The type of a single value or of a list of them; undefined of anything else. */
function postgresType({ type }: Column): string | undefined {
  if (type.kind === "money") return type.currency === undefined ? undefined : "bigint";
  if (type.kind === "decimal") return `numeric(${type.precision},${type.scale})`;
  if (type.kind !== "array") return postgresTypes[type.kind];
  const item = postgresTypes[type.items.type.kind];
  return item === undefined || item === "timestamptz" ? undefined : `${item}[]`;
}
