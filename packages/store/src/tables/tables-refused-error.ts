import { MillraceError } from "@millrace/common";

/** A table that cannot be made as its plan says, with why. */
export interface RefusedTable {
  readonly name: string;
  readonly reasons: readonly string[];
}

/** Tables would need another type of a column or another primary key; nothing was changed. */
export class TablesRefusedError extends MillraceError {
  readonly code = "TABLES_REFUSED";
  readonly tables: readonly RefusedTable[];

  constructor(tables: readonly RefusedTable[]) {
    const lines = tables.flatMap(({ name, reasons }) => reasons.map((reason) => `  ${name}: ${reason}`));
    super(["Tables in Postgres cannot be made as the plan says.", ...lines].join("\n"));
    this.tables = tables;
  }
}
