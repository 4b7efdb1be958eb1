import { expect, inject, test } from "vitest";
import { StoredResult } from "../helpers/stored-result.ts";

const bern = { place: "Bern", visits: 1 };
const rome = { place: "Rome", visits: 2 };

test("a topic that is read again leaves rows of one version as they are", async () => {
  const result = await StoredResult.apply(inject("stack"));
  await result.write([bern, rome]);
  await result.expectRows([bern, rome]);
  const before = await result.rows();
  expect(before.map((row) => row["kafka_offset"])).toEqual(["0", "1"]);

  await result.readAgain();
  expect(await result.rows()).toEqual(before);
});

test("a correction is dated anew, and a delete takes the row away", async () => {
  const result = await StoredResult.apply(inject("stack"));
  await result.write([bern, rome]);
  await result.expectRows([bern, rome]);
  const [, before] = await result.rows();

  await result.write([{ place: "Bern" }, { ...rome, visits: 3 }]);
  await result.expectRows([{ ...rome, visits: 3 }]);
  const [after] = await result.rows();
  expect(after?.["as_of"]).not.toEqual(before?.["as_of"]);

  await result.readAgain();
  await result.expectRows([{ ...rome, visits: 3 }]);
});
