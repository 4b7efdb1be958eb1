import type { StartEvent } from "./start-event.ts";

/** One line about what happened to a running platform; empty where there is nothing to say. */
export function describeEvent(event: StartEvent): string {
  switch (event.type) {
    case "engine-exited":
      return `⚠ ${event.engine} ${event.how}; it is started again in ${event.restartInMs} ms\n`;
    case "engine-restarted":
      return `✔ ${event.engine} runs again\n`;
    case "engine-lost":
      return `✖ ${event.engine} could not be kept running: ${event.reason}\n`;
    case "statement-resumed":
      return event.changes.map(({ name, action }) => `✔ statement ${name} ${action}\n`).join("");
    case "statement-lost":
      return `✖ a statement needs a look: ${event.reason}\n`;
    default:
      return "";
  }
}
