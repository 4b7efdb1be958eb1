import type { Cell } from "../contract/frames.ts";
import type { FollowedEvent, FollowedRow } from "./follow-event.ts";

/** The newest events that were published here, each with the rows that changed since. */
export function FollowedEvents({ events }: { readonly events: readonly FollowedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section class="publish-followed" aria-labelledby="publish-followed">
      <h3 id="publish-followed">What became of them</h3>
      <ol>
        {events.map((each) => (
          <li key={`${each.eventId} ${each.sentAt}`}>
            <Followed followed={each} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Followed({ followed }: { readonly followed: FollowedEvent }) {
  const { event, acceptedAt, sentAt, place, isDuplicate, rows } = followed;
  return (
    <>
      <p>
        <strong>{event.name}</strong> {isDuplicate ? "known already" : "accepted"} after {acceptedAt - sentAt}{" "}
        ms: {place}
      </p>
      {rows.length > 0 ? (
        <ul>
          {rows.map((row) => (
            <li key={JSON.stringify([row.table, row.key])}>
              <ChangedRow row={row} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="publish-note">
          {isDuplicate ? "A known event changes nothing." : "Waiting for the row that it changes …"}
        </p>
      )}
    </>
  );
}

function ChangedRow({ row }: { readonly row: FollowedRow }) {
  return (
    <>
      <span class="publish-table">{row.table}</span>{" "}
      <span class="publish-note">
        {Object.entries(row.key)
          .map(([name, value]) => `${name} ${cellText(value)}`)
          .join(", ")}
      </span>{" "}
      {row.changes.map(({ column, before, after }) => (
        <span key={column} class="publish-change">
          {column} {before === undefined ? "" : `${cellText(before)} → `}
          <strong>{cellText(after)}</strong>{" "}
        </span>
      ))}
      <span class="publish-note">
        after {row.afterMs} ms{row.isFinal ? ", final" : ""}
      </span>
    </>
  );
}

/** A value as short text; times in the reader's zone. */
function cellText(cell: Cell): string {
  if (typeof cell === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell))
    return new Date(cell).toLocaleTimeString();
  return typeof cell === "object" && cell !== null ? JSON.stringify(cell) : String(cell ?? "–");
}
