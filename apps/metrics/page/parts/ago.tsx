import { formatAge } from "../format/durations.ts";
import { formatTime, formatUtc } from "../format/times.ts";
import { clock } from "../state/clock.ts";

/** How long ago a time was; it ages by itself. The time itself is shown on hover, in UTC too. */
export function Ago({ iso, skewMs = 0 }: { readonly iso: string; readonly skewMs?: number }) {
  const ageMs = Math.max(0, clock.value - skewMs - Date.parse(iso));
  return (
    <time class="ago" dateTime={iso} title={`${formatTime(iso)} · ${formatUtc(iso)}`}>
      {formatAge(ageMs)}
    </time>
  );
}
