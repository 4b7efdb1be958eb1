import { Catalog } from "@millrace/metrics";
import { expect, test } from "vitest";
import type { Catalog as PageCatalog } from "../../../../apps/metrics/page/contract/catalog.ts";
import { catalogAnswer } from "../../../../apps/metrics/src/routes/catalog-answer.ts";
import { contractOf } from "../../../helpers/served-tables.ts";

test("the page reads the catalog as the service writes it", () => {
  const answer: PageCatalog = catalogAnswer(
    new Catalog(contractOf("page-views")),
    "http://127.0.0.1:8080",
    () => true,
  );
  expect(answer.domains.map(({ name }) => name)).toEqual(["page-views"]);
});
