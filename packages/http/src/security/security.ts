import type { Logger } from "@millrace/common";
import type { RequestHandler } from "express";
import { ApiKeyFile } from "./api-key-file.ts";
import { ApiKeyRing } from "./api-key-ring.ts";
import { AuditLog } from "./audit-log.ts";
import { auditStream } from "./audit-stream.ts";
import type { AddressOf } from "./client-address.ts";
import { type Cors, createCors } from "./cors.ts";
import { CredentialGate } from "./credential-gate.ts";
import { AccessSettingsError } from "./errors.ts";
import { type Gate, openGate } from "./gate.ts";
import { guard } from "./guard.ts";
import { needsAnyCaller } from "./need.ts";
import { isLoopback } from "./signing-keys.ts";
import { type TokenSettings, TokenVerifier } from "./token-verifier.ts";

/** Who is let in. */
export interface SecuritySettings {
  readonly stage: string;
  /** Where is listened. */
  readonly host: string;
  readonly auth: {
    /** `open`: everybody may do everything. */
    readonly mode: "open" | "required";
    readonly apiKeysFile?: string;
    readonly jwt?: TokenSettings;
  };
  readonly corsOrigins: readonly string[];
  /** Whether the OpenAPI document and its page are for everybody where the mode is `required`. Default false. */
  readonly hasOpenDocs?: boolean;
  /** Default: among the other lines of the log. */
  readonly auditFile?: string;
  /** Whether the audit log says whole addresses. Default false. */
  readonly showsAddresses?: boolean;
}

/** What security works with. */
export interface SecurityOptions {
  readonly log: Logger;
  /** Ends following files, and the audit log's counts. */
  readonly signal: AbortSignal;
  /** Default: the other end of the connection. */
  readonly addressOf?: AddressOf;
  /** How often the file of keys is looked at. Default 500. */
  readonly keyFileIntervalMs?: number;
  /** How often the requests of callers are written. Default 60,000. */
  readonly auditIntervalMs?: number;
}

/** How requests are let through. */
export interface Security {
  readonly gate: Gate;
  readonly cors: Cors;
  readonly audit: AuditLog;
  /** Express middleware of the OpenAPI document and its page. */
  readonly docsGuard: RequestHandler;
}

const defaultAuditIntervalMs = 60_000;

/**
 * Reads the keys and begins to follow their file, fetches the keys of tokens in the background, and begins the audit log.
 * @throws AccessSettingsError; ApiKeyFileError when the file cannot be used at the start
 */
export async function startSecurity(settings: SecuritySettings, options: SecurityOptions): Promise<Security> {
  const { auth, corsOrigins, hasOpenDocs = false, auditFile } = settings;
  const { log, signal, auditIntervalMs = defaultAuditIntervalMs } = options;
  const cors = createCors(corsOrigins);
  const audit = new AuditLog({ log: auditStream(log, auditFile) });
  const gate = auth.mode === "open" ? openGate : await closedGate(settings, options, audit);
  audit.write({ event: "started", ...shown(settings) }, "access is checked as these settings say");
  if (auth.mode === "open") warnOfOpenDoor(settings, audit);
  const timer = setInterval(() => audit.flush(), auditIntervalMs).unref();
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    audit.flush();
    audit.write({ event: "stopping" }, "no more requests are taken");
  });
  const isOpen = auth.mode === "open" || hasOpenDocs;
  return { gate, cors, audit, docsGuard: guard(isOpen ? openGate : gate, needsAnyCaller) };
}

async function closedGate(
  settings: SecuritySettings,
  options: SecurityOptions,
  audit: AuditLog,
): Promise<Gate> {
  const { auth, showsAddresses = false } = settings;
  const { addressOf } = options;
  if (auth.apiKeysFile === undefined && auth.jwt === undefined)
    throw new AccessSettingsError(
      "AUTH",
      `callers have to say who they are (AUTH=required, the default outside the stage dev; this is ${settings.stage}), ` +
        `and nothing says who there are: set API_KEYS_FILE (npm run -s millrace -- api-key create --file <file>) or ` +
        `JWT_ISSUER with JWT_AUDIENCE, or AUTH=open to let everybody in`,
    );
  const keys = new ApiKeyRing();
  const tokens = auth.jwt === undefined ? undefined : new TokenVerifier(auth.jwt, { log: audit.sink });
  const gate = new CredentialGate({
    keys,
    audit,
    showsAddresses,
    ...(tokens === undefined ? {} : { tokens }),
    ...(addressOf === undefined ? {} : { addressOf }),
  });
  if (auth.apiKeysFile !== undefined)
    await followKeys(new ApiKeyFile(auth.apiKeysFile), { keys, gate, audit, ...options });
  void tokens?.warmUp();
  return gate;
}

interface FollowOptions extends SecurityOptions {
  readonly keys: ApiKeyRing;
  readonly gate: CredentialGate;
  readonly audit: AuditLog;
}

/** @throws ApiKeyFileError when the file cannot be used now; later that is logged, and the keys stay as they were */
async function followKeys(file: ApiKeyFile, options: FollowOptions): Promise<void> {
  const { keys, gate, audit, signal, keyFileIntervalMs: intervalMs } = options;
  keys.replace(await file.read());
  audit.write({ event: "key-file-read", keys: keys.ids }, "API keys are read");
  void file.follow({
    signal,
    ...(intervalMs === undefined ? {} : { intervalMs }),
    onKeys(entries) {
      const before = keys.ids;
      keys.replace(entries);
      gate.forget();
      const added = keys.ids.filter((id) => !before.includes(id));
      const removed = before.filter((id) => !keys.ids.includes(id));
      audit.write({ event: "key-file-read", keys: keys.ids, added, removed }, "API keys are read anew");
    },
    onFault({ faults }) {
      audit.warn(
        { event: "key-file-broken", faults },
        "the file of API keys cannot be used; the keys stay as they were",
      );
    },
  });
}

function warnOfOpenDoor({ host, auth }: SecuritySettings, audit: AuditLog): void {
  if (auth.apiKeysFile !== undefined || auth.jwt !== undefined)
    audit.warn(
      { event: "keys-unused" },
      "keys or tokens are set up, and nobody is asked for them (AUTH=open)",
    );
  if (isLoopback(host)) return;
  audit.warn(
    { event: "open-to-all", host },
    `everybody who reaches ${host} may publish, read and operate: callers are not asked who they are (AUTH=open). ` +
      `Set AUTH=required with API_KEYS_FILE or JWT_ISSUER, or HOST=127.0.0.1`,
  );
}

/** The settings without what is secret: paths and names only. */
function shown({ stage, host, auth, corsOrigins, showsAddresses = false }: SecuritySettings) {
  const { mode, apiKeysFile, jwt } = auth;
  return { stage, host, auth: mode, apiKeysFile, tokens: jwt, corsOrigins, showsAddresses };
}
