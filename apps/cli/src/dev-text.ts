import type { DevEvent } from "@millrace/workbench";

/** A line or more for a terminal about what the loop does; empty for what needs none. */
export function describeDevEvent(event: DevEvent, now: Date): string {
  switch (event.type) {
    case "round-started":
      return `\n${now.toISOString().slice(11, 19)} saved ${[...event.saved].sort().join(", ")}\n`;
    case "step-done": {
      const { step, outcome, afterMs } = event;
      const [first = "", ...more] = outcome.text.split("\n");
      // One line stands beside the step, several below it.
      const beside = more.length === 0 && first !== "" ? `  ${first}` : "";
      const below = more.length === 0 ? "" : `${outcome.text.replaceAll(/^(?=.)/gm, "    ")}\n`;
      return `  ${outcome.isWell ? "✔" : "✖"} ${step.padEnd(5)} ${seconds(afterMs)}${beside}\n${below}`;
    }
    case "round-done":
      return event.isWell
        ? `Done in ${seconds(event.afterMs)}.\n`
        : "Stopped here; what runs is as it was. Save again when it is mended.\n";
    case "round-superseded":
      return "  saved again: once more from the beginning\n";
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
