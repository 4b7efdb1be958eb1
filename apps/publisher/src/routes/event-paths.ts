import { type Need, needsIn } from "@millrace/http";
import type { Door } from "../catalog/door.ts";
import type { EventCatalog } from "../catalog/event-catalog.ts";
import { pageViewDoor, pageViewType } from "../catalog/page-views.ts";

/** Where a POST with events goes. */
export interface PostTarget {
  readonly door: Door;
  readonly isBatch: boolean;
  /** The pattern of its path, as metrics name it. */
  readonly route: string;
  /** What the caller has to be allowed. */
  readonly need: Need;
}

const byCatalog = new WeakMap<EventCatalog, ReadonlyMap<string, PostTarget>>();

/** Every path that takes events, with what is behind it; the same map for the same catalog. */
export function eventPaths(catalog: EventCatalog): ReadonlyMap<string, PostTarget> {
  let paths = byCatalog.get(catalog);
  if (paths === undefined) byCatalog.set(catalog, (paths = pathsOf(catalog)));
  return paths;
}

/** A URL's path, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

function pathsOf(catalog: EventCatalog): ReadonlyMap<string, PostTarget> {
  const paths = new Map<string, PostTarget>();
  const add = (path: string, route: string, door: Door | undefined) => {
    if (door === undefined) return;
    const need = needsIn(door.domain, "publish");
    paths.set(path, { door, isBatch: false, route, need });
    paths.set(`${path}/batch`, { door, isBatch: true, route: `${route}/batch`, need });
  };
  add(pageViewType.path, pageViewType.path, pageViewDoor(catalog));
  for (const { domain, name } of catalog.events) {
    add(`/api/events/${domain}`, "/api/events/:domain", catalog.door(domain));
    add(`/api/events/${domain}/${name}`, "/api/events/:domain/:type", catalog.door(domain, name));
  }
  return paths;
}
