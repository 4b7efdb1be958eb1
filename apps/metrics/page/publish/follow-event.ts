import type { CatalogDomain, CatalogEvent, CatalogTable } from "../contract/catalog.ts";
import type { Cell, Row } from "../contract/frames.ts";
import type { RowChange } from "../state/row-changes.ts";
import { type Payload, readEventTime } from "./event-time.ts";

/** An event that was published, and what is known of its way. Times are milliseconds of the browser's clock. */
export interface FollowedEvent {
  readonly event: CatalogEvent;
  readonly payload: Payload;
  readonly eventId: string;
  readonly sentAt: number;
  readonly acceptedAt: number;
  readonly place: string;
  readonly isDuplicate: boolean;
  readonly rows: readonly FollowedRow[];
}

/** A row that changed after the event was accepted, of its group and its time: what the event did, unless others came too. */
export interface FollowedRow {
  readonly table: string;
  /** The row's key: `postcode SW19, window_start …`. */
  readonly key: Readonly<Record<string, Cell>>;
  readonly changes: readonly { readonly column: string; readonly before?: Cell; readonly after: Cell }[];
  readonly isFinal: boolean;
  readonly afterMs: number;
}

/** So many rows are told of one event. */
const mostRows = 8;

/** The event with the rows among these that it belongs to; the same object where there is none. */
export function followRows(
  followed: FollowedEvent,
  domain: CatalogDomain,
  changes: readonly RowChange[],
  nowMs: number,
): FollowedEvent {
  const found = changes.flatMap((change) => {
    const table = domain.tables.find(({ name }) => name === change.table);
    if (change.domain !== domain.name || table === undefined) return [];
    return belongs(followed, table, change.after) ? followedRow(table, change, nowMs - followed.sentAt) : [];
  });
  if (found.length === 0) return followed;
  return { ...followed, rows: merge(followed.rows, found).slice(0, mostRows) };
}

/** Whether a row is of the event's group and time. */
function belongs({ event, payload, eventId }: FollowedEvent, table: CatalogTable, row: Row): boolean {
  const idColumn = event.id_attribute === undefined ? undefined : event.columns[event.id_attribute];
  if (idColumn !== undefined && table.columns.some(({ name }) => name === idColumn))
    return row[idColumn] === eventId;
  const values = new Map(
    Object.entries(event.columns).map(([attribute, column]) => [column, payload[attribute]]),
  );
  const isOfGroup = table.groupColumns.every(
    (column) => values.has(column) && String(values.get(column)) === String(row[column]),
  );
  return isOfGroup && isInWindow(table, row, readEventTime(event, payload));
}

function isInWindow({ isWindow }: CatalogTable, row: Row, timeMs: number | undefined): boolean {
  if (!isWindow || timeMs === undefined) return !isWindow;
  return timeMs >= Date.parse(String(row["window_start"])) && timeMs < Date.parse(String(row["window_end"]));
}

function followedRow(
  table: CatalogTable,
  { before, after }: RowChange,
  afterMs: number,
): readonly FollowedRow[] {
  const rest = table.columns.map(({ name }) => name).filter((name) => !table.primaryKey.includes(name));
  // Beside its numbers the row of a window has only what its key says already.
  const columns = table.isWindow ? table.measures : rest;
  const changes = columns
    .filter((name) => !isSame(before?.[name], after[name]))
    .map((column) => ({
      column,
      ...(before?.[column] === undefined ? {} : { before: before[column] }),
      after: after[column] ?? null,
    }));
  if (changes.length === 0 && before !== undefined && before.is_final === after.is_final) return [];
  return [
    {
      table: table.name,
      key: Object.fromEntries(table.primaryKey.map((name) => [name, after[name] ?? null])),
      changes,
      isFinal: after.is_final === true,
      afterMs,
    },
  ];
}

/** A row is told once, as it changed first; whether it has become final since is told too. */
function merge(rows: readonly FollowedRow[], found: readonly FollowedRow[]): readonly FollowedRow[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of found) {
    const known = byKey.get(keyOf(row));
    byKey.set(keyOf(row), known === undefined ? row : { ...known, isFinal: row.isFinal });
  }
  return [...byKey.values()];
}

function keyOf({ table, key }: FollowedRow): string {
  return JSON.stringify([table, key]);
}

function isSame(one: Cell | undefined, other: Cell | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
