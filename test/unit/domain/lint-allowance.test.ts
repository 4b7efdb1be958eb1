import { DomainInvalidError } from "@millrace/domain";
import { describe, expect, it } from "vitest";
import { planOf, statementOf, viewSources } from "./page-view-sources.ts";

const insert = "INSERT INTO pages (page, viewed_at)\nSELECT page, viewed_at\nFROM views";
const allowances = "-- @lint_allow wall-clock: shown, never compared\n-- @lint_allow select-star: a view\n";

describe("exceptions from rules of the linter", () => {
  it("stand in a header beside settings", () => {
    const { settings } = statementOf(viewSources(`${allowances}-- @state_ttl 1 hour\n${insert}`));
    expect(settings.stateTtlMs).toBe(3_600_000);
  });

  it("do not change the statement's hash", () => {
    expect(statementOf(viewSources(allowances + insert)).hash).toBe(statementOf(viewSources(insert)).hash);
  });

  it("are refused behind the statement's beginning", () => {
    const late = viewSources(`${insert}\n-- @lint_allow wall-clock: too late\n`);
    expect(() => planOf(late)).toThrow(DomainInvalidError);
    expect(() => planOf(late)).toThrow(
      "sql/views/pages.sql:4:1 @lint_allow: found a setting behind the statement's beginning, expected settings in the header",
    );
  });

  it("are suggested for a misspelt word", () => {
    expect(() => planOf(viewSources(`-- @lint_alow wall-clock: x\n${insert}`))).toThrow(
      'did you mean "lint_allow"?',
    );
  });
});
