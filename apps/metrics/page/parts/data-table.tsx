import type { CatalogColumn, PanelMeasure } from "../contract/catalog.ts";
import type { Row } from "../contract/frames.ts";
import { formatCell, isNumberColumn } from "../format/cells.ts";
import { inWords } from "../format/words.ts";
import { Icon } from "./icon.tsx";

/** What a table lists. */
export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly CatalogColumn[];
  readonly measures: readonly PanelMeasure[];
  readonly rows: readonly Row[];
  /** Whether rows say when they are final. */
  readonly isPaired: boolean;
}

/** Rows with all their numbers, for eyes and for screen readers. */
export function DataTable({ caption, columns, measures, rows, isPaired }: DataTableProps) {
  const measureOf = (name: string) => measures.find(({ column }) => column === name);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                class={isNumberColumn(column) ? "number" : ""}
                title={column.doc}
              >
                {measureOf(column.name)?.title ?? inWords(column.name)}
              </th>
            ))}
            {isPaired && <th scope="col">State</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={columns.map(({ name }) => String(row[name])).join(" ")}>
              {columns.map((column) => (
                <TableCell key={column.name} row={row} column={column} measure={measureOf(column.name)} />
              ))}
              {isPaired && <StateCell isFinal={row.is_final === true} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TableCellProps {
  readonly row: Row;
  readonly column: CatalogColumn;
  readonly measure: PanelMeasure | undefined;
}

function TableCell({ row, column, measure }: TableCellProps) {
  const { text, title, isNumber } = formatCell(row[column.name], column, measure ?? column);
  return (
    <td class={isNumber ? "number" : ""} title={title}>
      {text}
    </td>
  );
}

/** Whether a row can still change. */
export function StateCell({ isFinal }: { readonly isFinal: boolean }) {
  return (
    <td class={isFinal ? "final" : "provisional"}>
      <Icon name={isFinal ? "good" : "wait"} /> {isFinal ? "final" : "provisional"}
    </td>
  );
}
