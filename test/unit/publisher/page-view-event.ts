import { fileURLToPath } from "node:url";
import { compileDomain, type EventPlan, loadDomainFolder } from "@millrace/domain";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The event of the domain `page-views` that ships, for a stage. */
export function pageViewEvent(stage = "test"): EventPlan {
  const [event] = compileDomain(loadDomainFolder(root, "page-views"), { stage }).events;
  if (event === undefined) throw new Error("the domain page-views has no event");
  return event;
}
