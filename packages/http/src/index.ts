export { type Answer, jsonType, problemType, sendAnswer } from "./answer.ts";
export { clientAddress, networkOf } from "./client-address.ts";
export { correlationIdOf } from "./correlation-id.ts";
export { errorHandler, unknownRoute } from "./error-handler.ts";
export { aboutProgram, type ProgramFacts } from "./health/about-program.ts";
export { type ActuatorOptions, actuatorRoutes } from "./health/actuator-routes.ts";
export { type HealthRouteOptions, healthRoutes } from "./health/health-routes.ts";
export { Health, type HealthOptions, type HealthReport, type HealthStatus } from "./health/health.ts";
export { BoundHistogram, type Labels, type Series } from "./health/histogram.ts";
export { addLiveMetrics, type LiveMetric, type Reading } from "./health/live-metric.ts";
export { measureRequests } from "./health/measure-requests.ts";
export { metricsRoutes } from "./health/metrics-routes.ts";
export {
  type CheckFacts,
  type CheckResult,
  type HealthCheck,
  Probe,
  type ProbeTimes,
  UnhealthyError,
} from "./health/probe.ts";
export { sampledLog, type SamplingOptions } from "./health/sampled-log.ts";
export { secondsBounds, ServiceMetrics } from "./health/service-metrics.ts";
export { Lifecycle, type LifecycleWords, type Phase } from "./lifecycle.ts";
export { type ConnectionLimits, listen, type ListenOptions, PortTakenError } from "./listen.ts";
export { onlyGet } from "./only-get.ts";
export {
  type HttpProblemCode,
  internalError,
  methodNotAllowed,
  openProblemJson,
  type Problem,
  problemAnswer,
  sendProblem,
} from "./problem.ts";
export { headFault } from "./request-head.ts";
export {
  accessSettings,
  accessVariables,
  type AccessVariables,
  checkTokenVariables,
} from "./security/access-variables.ts";
export { AuditLog } from "./security/audit-log.ts";
export type { Caller } from "./security/caller.ts";
export { type AddressOf, maskAddress } from "./security/client-address.ts";
export { type Cors, createCors } from "./security/cors.ts";
export { AccessSettingsError } from "./security/errors.ts";
export { type Gate, openGate } from "./security/gate.ts";
export { crossOrigin, guard, unguarded } from "./security/guard.ts";
export { type Need, needsAnyCaller, needsIn, needsOperate, needsToReadSomewhere } from "./security/need.ts";
export {
  type Security,
  type SecurityOptions,
  type SecuritySettings,
  startSecurity,
} from "./security/security.ts";
export type { TokenSettings } from "./security/token-verifier.ts";
export { type Closing, type ShutDownOptions, stopGracefully } from "./shut-down.ts";
export { quotedName, type UnknownName, unknownName } from "./unknown-name.ts";
