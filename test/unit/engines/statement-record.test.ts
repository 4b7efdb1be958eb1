import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  StatementRecord,
  type SubmittedStatement,
} from "../../../packages/engines/src/apply/statement-record.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const script = { properties: {}, ddl: [], statementSet: "EXECUTE STATEMENT SET BEGIN END", topics: {} };
const jobId = "abcdef0123456789abcdef0123456789";
const submitted: SubmittedStatement = { hash: "abc", jobId, script, plan: "page-views.json" };

/** Makes the folder of a checkpoint or savepoint, `age` seconds old. */
function snapshot(path: string, { age = 0, isComplete = true } = {}): void {
  mkdirSync(path, { recursive: true });
  if (!isComplete) return;
  const metadata = join(path, "_metadata");
  writeFileSync(metadata, "");
  utimesSync(metadata, Date.now() / 1000 - age, Date.now() / 1000 - age);
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
    const checkpoints = join(folder, "checkpoints", jobId);
    snapshot(join(checkpoints, "chk-9"), { age: 20 });
    snapshot(join(checkpoints, "chk-10"), { age: 10 });
    snapshot(join(checkpoints, "chk-11"), { isComplete: false });
    expect(new StatementRecord(folder).recoveryPath(submitted)).toBe(`file://${checkpoints}/chk-10`);
  });

  test("finds the savepoint of a stop that nobody wrote down", () => {
    const folder = temporaryFolder();
    const savepoint = join(folder, "savepoints", "savepoint-abcdef-1234567890ab");
    snapshot(join(folder, "checkpoints", jobId, "chk-9"), { age: 10 });
    snapshot(savepoint);
    snapshot(join(folder, "savepoints", "savepoint-fedcba-1234567890ab"));
    const record = new StatementRecord(folder);
    expect(record.recoveryPath(submitted)).toBe(`file://${savepoint}`);
    expect(record.isStoppedCleanly(submitted)).toBe(true);
  });

  test("prefers a checkpoint that is newer than a savepoint", () => {
    const folder = temporaryFolder();
    const checkpoint = join(folder, "checkpoints", jobId, "chk-9");
    snapshot(checkpoint);
    snapshot(join(folder, "savepoints", "savepoint-abcdef-1234567890ab"), { age: 10 });
    const record = new StatementRecord(folder);
    expect(record.recoveryPath(submitted)).toBe(`file://${checkpoint}`);
    expect(record.isStoppedCleanly(submitted)).toBe(false);
  });

  test("goes on from what the job started from before its first checkpoint", () => {
    const record = new StatementRecord(temporaryFolder());
    expect(record.recoveryPath({ ...submitted, startedFrom: "file:///s" })).toBe("file:///s");
    expect(record.recoveryPath(submitted)).toBeUndefined();
  });

  test("removes the plans that no statement needs", () => {
    const record = new StatementRecord(temporaryFolder());
    const plan = { flinkVersion: "2.2", nodes: [], edges: [] };
    const needed = record.keepPlan("page-views", plan);
    const other = record.keepPlan("page-views", plan);
    record.put("page-views", { ...submitted, plan: needed });
    record.forgetPlans();
    expect(record.compiledPlan({ plan: needed })).toEqual(plan);
    expect(() => record.compiledPlan({ plan: other })).toThrow(
      `the compiled plan ${record.planFile({ plan: other })} is gone`,
    );
  });

  test("refuses a record of another version and says how to go on", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "statements.json"), '{"page-views":{"hash":"abc","jobId":"1"}}');
    expect(() => new StatementRecord(folder).all()).toThrow(
      /The record of submitted statements, .*statements\.json, cannot be used: statement page-views has no compiled plan in it\. It comes from another version or was changed by hand\. "npm run reset" wipes it/,
    );
  });
});
