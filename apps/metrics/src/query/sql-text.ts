/** A statement with its parameters apart. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The parameters of a statement that is being written. What callers send gets into the statement this way alone. */
export class SqlValues {
  readonly values: unknown[] = [];

  /** Adds a value. @param type a type's name, from the plan @returns what stands for it: `$1::bigint` */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** A name of the plan in Postgres. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
