import type { StateChange } from "@millrace/engines";
import { stateLines } from "./plan-text.ts";
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
    case "statement-kept":
      return describeKept(event.statement, event.state);
    case "statement-left":
      return (
        `⚠ statement ${event.statement} is in no domain any more and goes on as it was; to stop it, type\n` +
        `    npm run apply -- --accept-state-loss ${event.statement}\n`
      );
    case "store-not-kept":
      return `⚠ partitions and old rows of the store wait for the next round: ${event.reason}\n`;
    default:
      return "";
  }
}

function describeKept(statement: string, state: readonly StateChange[]): string {
  const lost = stateLines(state.filter(({ fate }) => fate === "lost" || fate === "empty"));
  return [
    `⚠ statement ${statement} goes on as it was: its edit is not applied, because it would lose state`,
    ...lost.map((line) => `    ${line}`),
    `  "npm run plan" shows everything; to apply it, type one of`,
    `    npm run apply -- --accept-state-loss ${statement}`,
    `    npm run apply -- --replay ${statement}`,
    "",
  ].join("\n");
}
