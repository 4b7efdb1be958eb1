import { compileDomains, type DomainSources, listDomains, loadDomainFolder } from "@millrace/domain";
import { expect, test } from "vitest";
import { root } from "./shipped-domain.ts";

test("the domains of this repository run together", () => {
  const names = listDomains(root);
  const sources = names.map((name) => loadDomainFolder(root, name));
  const plan = compileDomains(sources as [DomainSources, ...DomainSources[]], { stage: "test" });
  expect(plan.statements.map(({ name }) => name)).toEqual(names);
});
