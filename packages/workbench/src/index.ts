export {
  type DevEvent,
  DevLoop,
  type DevLoopOptions,
  type DevStep,
  type SavedFiles,
  type StepOutcome,
} from "./dev/dev-loop.ts";
export { DevSession, type DevSessionOptions, type PreparedApply } from "./dev/dev-session.ts";
export { watchFiles } from "./dev/watch-files.ts";
export { CommittedDomainError, loadCommittedDomain } from "./diff/committed-domain.ts";
export type { ResultDifference } from "./diff/compare-results.ts";
export {
  type DomainForm,
  type DomainForms,
  loadDomainForms,
  NoStatementToCompareError,
} from "./diff/diff-forms.ts";
export {
  type DiffInput,
  type DiffRequest,
  diffStatement,
  type InputDifference,
  type SqlDifference,
  type StatementForm,
} from "./diff/diff-statement.ts";
export { type DiffTarget, DiffTargetError, findDiffTarget } from "./diff/diff-target.ts";
export { showDifference, type ShowOptions } from "./diff/show-difference.ts";
export { DiffTestError, testInputs } from "./diff/test-inputs.ts";
export {
  readTopicScript,
  type TopicsAddress,
  type TopicScript,
  type TopicSlice,
} from "./diff/topic-script.ts";
export {
  type DoctorOptions,
  type DoctorTarget,
  doctorWindows,
  type StatementDiagnosis,
} from "./doctor/doctor-windows.ts";
export { NoStatementError, UnknownStatementError } from "./doctor/errors.ts";
export type {
  Finding as DoctorFinding,
  FindingCode as DoctorFindingCode,
  Severity as DoctorSeverity,
} from "./doctor/finding.ts";
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
export { SqlTestNotFoundError } from "./sql-test/errors.ts";
export { findTests, type FoundTest, type TestSelection } from "./sql-test/find-tests.ts";
export { resultAsJson } from "./sql-test/result-as-json.ts";
export { runTests, type RunTestsOptions } from "./sql-test/run-tests.ts";
export { showResult, showSummary } from "./sql-test/show-result.ts";
export { isGood, type TestResult } from "./sql-test/test-result.ts";
export { testJsonSchema } from "./sql-test/test-schema.ts";
