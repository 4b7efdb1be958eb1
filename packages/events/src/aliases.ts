import type { EventAlias } from "@millrace/domain";

/** Where events are taken beside their own paths. */
export const eventAliases: readonly [EventAlias] = [
  { path: "/api/pageviews", domain: "page-views", name: "page_view" },
];
