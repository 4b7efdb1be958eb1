import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { StatementRecord } from "../../../packages/engines/src/apply/statement-record.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const script = { properties: {}, ddl: [], statementSet: "EXECUTE STATEMENT SET BEGIN END" };
const submitted = { hash: "abc", jobId: "job1", script };

function checkpoint(stateDir: string, id: number, { isComplete }: { isComplete: boolean }): void {
  const folder = join(stateDir, "checkpoints", "job1", `chk-${id}`);
  mkdirSync(folder, { recursive: true });
  if (isComplete) writeFileSync(join(folder, "_metadata"), "");
}

describe("the record of statements", () => {
  test("remembers what was submitted", () => {
    const folder = temporaryFolder();
    new StatementRecord(folder).put("page-views", submitted);
    expect(new StatementRecord(folder).find("page-views")).toEqual(submitted);
    expect(new StatementRecord(folder).find("orders")).toBeUndefined();
  });

  test("goes on from the newest complete checkpoint", () => {
    const folder = temporaryFolder();
    checkpoint(folder, 9, { isComplete: true });
    checkpoint(folder, 10, { isComplete: true });
    checkpoint(folder, 11, { isComplete: false });
    const path = new StatementRecord(folder).recoveryPath(submitted);
    expect(path).toBe(`file://${folder}/checkpoints/job1/chk-10`);
  });

  test("prefers the savepoint of a clean stop", () => {
    const folder = temporaryFolder();
    checkpoint(folder, 9, { isComplete: true });
    const savepoint = "file:///savepoints/savepoint-1";
    expect(new StatementRecord(folder).recoveryPath({ ...submitted, savepoint })).toBe(savepoint);
  });

  test("has nothing to go on from before the first checkpoint", () => {
    expect(new StatementRecord(temporaryFolder()).recoveryPath(submitted)).toBeUndefined();
  });
});
