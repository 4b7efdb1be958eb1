import { compileDomain, loadDomainFolder } from "@millrace/domain";
import { EventCatalog, parseContract } from "@millrace/publisher";
import { expect, test } from "vitest";
import { pipelineOf } from "../../../apps/cli/src/pipeline-of.ts";
import { eventContract } from "../../../apps/cli/src/publisher-service.ts";
import { rootOfClone } from "../../../apps/cli/src/config.ts";

const planOf = (domain: string) => compileDomain(loadDomainFolder(rootOfClone, domain), { stage: "test" });

test("what becomes of page views is told by name", () => {
  expect(pipelineOf(planOf("page-views"))).toEqual({
    statements: ["page-views"],
    buckets: ["test-page-view-raw-output", "test-page-view-sink-output"],
    archives: [
      { table: "page_views.counts", type: "aggregate" },
      { table: "page_views.late", type: "late" },
      { table: "page_views.raw", type: "raw" },
    ],
  });
});

test("a declared archive of events is raw", () => {
  const { archives } = pipelineOf(planOf("user-events"));
  expect(archives.map(({ type }) => type).sort()).toEqual(["aggregate", "raw"]);
});

test("the contract carries it to the publisher", () => {
  const plan = planOf("page-views");
  const contract = parseContract("events.json", eventContract(plan.events, pipelineOf(plan)));
  expect(contract.pipeline).toEqual(pipelineOf(plan));
  expect(
    new EventCatalog(parseContract("events.json", eventContract(plan.events))).pipeline.statements,
  ).toEqual([]);
});
