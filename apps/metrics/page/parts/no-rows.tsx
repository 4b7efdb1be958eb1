import { address, visit } from "../state/address.ts";
import { windows } from "../state/url-state.ts";
import type { PanelProps } from "./panel.tsx";
import { windowNames } from "./toolbar.tsx";

/** What stands where a panel has no rows: that they are being loaded, or why there are none and what helps. */
export function NoRows({ panel: { table, source }, followed }: PanelProps) {
  const { kind } = followed.connection.value;
  if (!followed.tables.isLoaded(table) && (kind === "open" || kind === "connecting"))
    return (
      <div class="empty loading">
        <p>Loading rows …</p>
      </div>
    );
  if (kind !== "open") return <p class="empty">No rows, and no connection that could bring any.</p>;
  // A state is shown however old it is.
  if (source.changelogMode === "upsert" && !source.isWindow)
    return <p class="empty">There are no rows yet: they come with the first events.</p>;
  const shown = windowNames[address.value.minutes]?.label.toLowerCase() ?? "window";
  const wider = windows.find((minutes) => minutes > address.value.minutes);
  return (
    <div class="empty">
      <p>No rows in the {shown}.</p>
      {wider !== undefined && (
        <button type="button" class="button" onClick={() => visit({ minutes: wider })}>
          Show the {windowNames[wider]?.label.toLowerCase()}
        </button>
      )}
    </div>
  );
}
