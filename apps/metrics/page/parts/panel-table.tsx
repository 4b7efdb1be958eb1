import { count } from "../format/words.ts";
import { listedColumns } from "../state/shown-panel.ts";
import { DataTable } from "./data-table.tsx";
import { newestFirst } from "./newest-rows.ts";
import { NoRows } from "./no-rows.tsx";
import type { PanelProps } from "./panel.tsx";

/** More rows than this are of no use to eyes; the query API has them. */
const mostRows = 100;

/** A panel's rows as they are, the newest first. */
export function PanelTable({ panel, followed }: PanelProps) {
  const { source, title, timeColumn, measures, table } = panel;
  const rows = newestFirst(followed.tables.rows(table), timeColumn);
  if (rows.length === 0) return <NoRows panel={panel} followed={followed} />;
  return (
    <>
      <DataTable
        caption={`${title}: rows, the newest first`}
        columns={listedColumns(panel)}
        measures={measures}
        rows={rows.slice(0, mostRows)}
        isPaired={source.finality === "paired"}
      />
      {rows.length > mostRows && (
        <p class="note">
          The newest {mostRows} of {count(rows.length, "row")}.{" "}
          <a
            href={`/api/rows/${followed.domain.name}/${table}?minutes=${followed.minutes}&limit=10000&format=csv`}
          >
            All as CSV
          </a>
        </p>
      )}
    </>
  );
}
