import { count } from "../format/words.ts";
import { address, visit } from "../state/address.ts";
import type { Subscription } from "../state/subscription.ts";
import { groupLimits } from "../state/url-state.ts";
import { clock } from "../state/clock.ts";
import { Choice } from "./choice.tsx";

/** Windows by their length in minutes, as they are called. */
export const windowNames: Readonly<Record<number, { readonly text: string; readonly label: string }>> = {
  15: { text: "15 min", label: "Last 15 minutes" },
  60: { text: "1 h", label: "Last hour" },
  360: { text: "6 h", label: "Last 6 hours" },
  1440: { text: "24 h", label: "Last 24 hours" },
  10_080: { text: "7 d", label: "Last 7 days" },
};

/** What is shown of a domain: over which window, how many groups, and whether it goes on. */
export function Toolbar({ followed }: { readonly followed: Subscription }) {
  return (
    <div class="toolbar" role="group" aria-label="What is shown">
      <Choice
        name="window"
        legend="Window"
        options={Object.entries(windowNames).map(([minutes, names]) => ({
          value: Number(minutes),
          testId: `window-${minutes}`,
          ...names,
        }))}
        chosen={address.value.minutes}
        onChoose={(minutes) => visit({ minutes })}
      />
      <Choice
        name="top"
        legend="Groups of a chart"
        options={groupLimits.map((top) => ({ value: top, text: `Top ${top}` }))}
        chosen={address.value.top}
        onChoose={(top) => visit({ top })}
      />
      <Pause followed={followed} />
    </div>
  );
}

function Pause({ followed }: { readonly followed: Subscription }) {
  const { tables } = followed;
  const isPaused = tables.isPaused.value;
  return (
    <div class="pause">
      <button
        type="button"
        class={isPaused ? "button primary" : "button"}
        data-testid="pause"
        onClick={() => (isPaused ? followed.resume() : tables.pause(clock.value))}
      >
        {isPaused ? "Resume" : "Pause"}
      </button>
      {isPaused && (
        <span class="held" data-testid="held-count">
          {count(tables.held.value, "row")} held back
        </span>
      )}
    </div>
  );
}
