import type { StatementDiagnosis } from "../doctor-windows.ts";
import type { Finding } from "../finding.ts";

const marks = { error: "✖", warning: "▲", info: "·" } as const;

/** The diagnoses as text for people, a paragraph a statement. */
export function formatDiagnoses(diagnoses: readonly StatementDiagnosis[]): string {
  return diagnoses.map(formatDiagnosis).join("\n\n");
}

function formatDiagnosis({ statement, jobId, findings, inOrder }: StatementDiagnosis): string {
  const lines = findings.length === 0 ? ["  Nothing is in the way."] : findings.flatMap(formatFinding);
  const good = inOrder.length === 0 ? [] : [`  In order: ${inOrder.join("; ")}.`];
  return [`${statement} (job ${jobId})`, ...lines, ...good].join("\n");
}

function formatFinding({ code, severity, sentence, advice }: Finding): readonly string[] {
  return [`  ${marks[severity]} ${severity} ${code}: ${sentence}`, `      ${advice}`];
}

/** The diagnoses as one JSON value: findings and the facts behind them; of event times their number alone. */
export function diagnosesAsJson(diagnoses: readonly StatementDiagnosis[]): string {
  return JSON.stringify({ statements: diagnoses }, (key, value: unknown) =>
    key === "eventTimes" && Array.isArray(value) ? value.length : value,
  );
}
