export { type CheckedSecret, checkSecrets } from "./check-secrets.ts";
export { type ConnectorSecret, connectorSecrets } from "./connector-secrets.ts";
export type { ClickHouseSettings } from "./platform/clickhouse-settings.ts";
export { PlatformInvalidError, PlatformUnreadableError, UnknownStageError } from "./platform/errors.ts";
export { platformVariables } from "./platform/environment-layer.ts";
export { platformJsonSchema } from "./platform/json-schema.ts";
export { loadPlatform, type PlatformSources } from "./platform/load-platform.ts";
export type { MetricsSettings } from "./platform/metrics-settings.ts";
export { describeOrigin, type Origin } from "./platform/origin.ts";
export type { Platform, SecretSettings } from "./platform/platform.ts";
export type { JwtSettings, PublisherSettings } from "./platform/publisher-settings.ts";
export { readPlatform, type ReadPlatformOptions } from "./platform/read-platform.ts";
export { formatSettings, type ShownSetting, shownSettings } from "./platform/show-settings.ts";
export { type StageName, stages } from "./platform/stages.ts";
export { platformSecrets, type PlatformSecretsOptions } from "./platform-secrets.ts";
export type { SecretBackend, SecretBackendFactory } from "./secrets/backend.ts";
export { type BackendName, backendNames } from "./secrets/backend-names.ts";
export {
  type MissingSecret,
  SecretBackendError,
  SecretBackendUnsetError,
  SecretClientMissingError,
  SecretFieldError,
  SecretFileExposedError,
  SecretReferenceError,
  SecretsMissingError,
} from "./secrets/errors.ts";
export {
  findSecrets,
  namesSecret,
  replaceSecrets,
  type SecretReference,
} from "./secrets/secret-reference.ts";
export { SecretStore, type SecretStoreOptions, type SecretText } from "./secrets/secret-store.ts";
