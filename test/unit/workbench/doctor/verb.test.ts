import { expect, test } from "vitest";
import { doctorExitCode } from "../../../../apps/cli/src/verbs/doctor.ts";
import { findings } from "./statement-facts.ts";

test("only findings of severity error make the command fail", () => {
  expect(doctorExitCode([])).toBe(0);
  expect(doctorExitCode([{ findings: findings({ events: [[]] }) }])).toBe(0);
  expect(doctorExitCode([{ findings: [] }, { findings: findings({ job: { state: "FAILED" } }) }])).toBe(4);
});
