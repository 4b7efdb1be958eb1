import { compileDomain } from "@millrace/domain";
import { FakeFlink, FlinkUnreachableError, SqlGateway } from "@millrace/flink";
import { explainPlan, formatLintProblems } from "@millrace/workbench";
import { beforeEach, describe, expect, it } from "vitest";
import { exampleSources, exampleFile } from "./example-domain.ts";

const sources = exampleSources(
  "-- header\nINSERT INTO latest_views (view_id, postcode)\nSELECT view_id, UPER(postcode) AS postcode\nFROM page_views\n",
);
const plan = compileDomain(sources, { stage: "test" });

describe("asking Flink about a plan", () => {
  let flink: FakeFlink;
  const explain = () => explainPlan(new SqlGateway(flink.gateway), plan, sources.statements);
  beforeEach(() => {
    flink = new FakeFlink();
    flink.answer(/^EXPLAIN/, { columns: { result: "STRING" }, rows: [{ result: "the plan" }] });
  });

  it("finds nothing where Flink plans the whole set", async () => {
    expect(await explain()).toEqual([]);
  });

  it("shows Flink's complaint at its place in the file", async () => {
    flink.answer((sql) => sql.startsWith("EXPLAIN") && sql.includes("UPER"), {
      refusal: "No match found for function signature UPER(<CHARACTER>).",
      at: positionOf("UPER(postcode)"),
    });
    expect(formatLintProblems(await explain(), sources.statements).split("\n")).toEqual([
      `${exampleFile}:3:17 error explain: No match found for function signature UPER(<CHARACTER>)`,
      "3 | SELECT view_id, UPER(postcode) AS postcode",
      "  |                 ^^^^^^^^^^^^^^",
    ]);
  });

  it("finds the file of a complaint without a place", async () => {
    flink.answer((sql) => sql.includes("UPER"), { refusal: "Table sink doesn't support that" });
    expect(await explain()).toMatchObject([
      { file: exampleFile, line: 3, column: 1, message: "Table sink doesn't support that" },
    ]);
  });

  it("tells what is wrong only with all together", async () => {
    flink.answer((sql) => sql.split("INSERT INTO").length > 2, { refusal: "too many sinks" });
    expect((await explain()).map(({ message }) => message)).toEqual(["too many sinks"]);
  });

  it("fails when nobody answers", async () => {
    flink.setDown(true);
    await expect(explain()).rejects.toThrow(FlinkUnreachableError);
  });
});

/** Where a text stands alone in its statement set, as Flink would say it. */
function positionOf(text: string) {
  const line = 4;
  const column = "SELECT view_id, ".length + 1;
  return { line, column, endLine: line, endColumn: column + text.length - 1 };
}
