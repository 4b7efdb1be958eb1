export {
  type DoctorOptions,
  type DoctorTarget,
  doctorWindows,
  type StatementDiagnosis,
} from "./doctor/doctor-windows.ts";
export { NoStatementError, UnknownStatementError } from "./doctor/errors.ts";
export type { Finding, FindingCode, Severity } from "./doctor/finding.ts";
export { diagnosesAsJson, formatDiagnoses } from "./doctor/show/format-diagnosis.ts";
export {
  type PreparedStatements,
  prepareStatements,
  type RunOptions,
  runStatements,
  type StatementSource,
  type TableChanges,
} from "./flink/prepared-statements.ts";
export type { Scripts, ScriptStep } from "./flink/script.ts";
export {
  startWorkbenchFlink,
  type WorkbenchFlink,
  type WorkbenchFlinkOptions,
} from "./flink/workbench-flink.ts";
export { LintTargetError } from "./lint/errors.ts";
export { explainPlan } from "./lint/explain.ts";
export { formatLintProblems } from "./lint/format.ts";
export { type DomainLint, lintDomain } from "./lint/lint-domain.ts";
export { type LintOptions, type LintReport, lintRepository } from "./lint/lint-repository.ts";
export { lintRules } from "./lint/lint-rules.ts";
export type { LintProblem } from "./lint/problem.ts";
export type { Finding as LintFinding, LintDomain, LintRule, Severity as LintSeverity } from "./lint/rule.ts";
