import { describe, expect, it } from "vitest";
import {
  followedTables,
  shownPanels,
  unshownPanels,
} from "../../../../apps/metrics/page/state/shown-panel.ts";
import { countsTable, pageViews } from "../../../helpers/page-scenario.ts";

describe("panels", () => {
  it("are shown numbers and lines first", () => {
    expect(shownPanels(pageViews).map(({ kind }) => kind)).toEqual(["number", "line", "bar", "table"]);
  });

  it("are named where their results are not kept", () => {
    expect(unshownPanels(pageViews).unserved).toEqual(["Raw page views"]);
  });

  it("become tables where a group is not served", () => {
    const columns = countsTable.columns.filter(({ name }) => name !== "postcode");
    const append = { ...countsTable, changelogMode: "append", columns } as const;
    const [line] = pageViews.panels;
    const [shown] = shownPanels({ ...pageViews, tables: [append], panels: line === undefined ? [] : [line] });
    expect(shown?.kind).toBe("table");
  });

  it("of changing rows without a served key are not shown", () => {
    const columns = countsTable.columns.filter(({ name }) => name !== "postcode");
    const domain = { ...pageViews, tables: [{ ...countsTable, columns }] };
    expect(shownPanels(domain)).toEqual([]);
    expect(unshownPanels(domain).nameless).toEqual(["Page views a minute", "Newest window"]);
  });
});

describe("followed tables", () => {
  it("leave out those of final rows", () => {
    const final = { ...countsTable, name: "page_view_counts_final" };
    expect(followedTables({ ...pageViews, tables: [countsTable, final] })).toEqual(["page_view_counts"]);
  });
});
