import { eventAliases } from "@millrace/events";
import type { EventCatalog } from "./event-catalog.ts";
import { type TypeDoor, typeDoor } from "./door.ts";

/** The path of page views with their domain and type. */
export const [pageViewType] = eventAliases;

/** The door of page views, in their own words; undefined where the domain is not served. */
export function pageViewDoor(catalog: EventCatalog): TypeDoor | undefined {
  const codec = catalog.codec(pageViewType.domain, pageViewType.name);
  if (codec === undefined) return undefined;
  return typeDoor(codec, { one: "page view", many: "page views", code: "INVALID_PAGE_VIEW" });
}
