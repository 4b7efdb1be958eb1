import { join } from "node:path";
import { compileDomain, listDomains, loadDomainFolder } from "@millrace/domain";
import { compileEvent } from "@millrace/events";
import { EventSource, generatorSources } from "@millrace/generator";
import { describe, expect, test } from "vitest";
import { startMs } from "./shop.ts";

const root = join(import.meta.dirname, "..", "..", "..");

describe("every domain of the repository", () => {
  test.each(listDomains(root))("%s generates what its own event types allow", (domain) => {
    const plan = compileDomain(loadDomainFolder(root, domain), { stage: "test" });
    const codecs = new Map(plan.events.map((event) => [event.name, compileEvent(event)]));
    const imperfections = { malformedShare: 0 };
    const sources = generatorSources(plan, { imperfections });
    const problems = [...new EventSource({ sources, seed: 7, startMs, count: 3_000 })].flatMap((made) => {
      const parsed = codecs.get(made.type)?.parse(made.event, startMs + 86_400_000);
      return parsed?.ok === true ? [] : [parsed];
    });
    expect(problems).toEqual([]);
  });
});
