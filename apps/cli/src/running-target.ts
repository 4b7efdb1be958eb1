import { type PlatformTarget, platformTarget } from "@millrace/engines";
import type { CliConfig } from "./config.ts";
import { localInstance, localRecord } from "./instance.ts";
import { localSecrets } from "./local-secrets.ts";
import { NotRunningError } from "./verbs/read.ts";

/** The running stack, as plans are compared with it and applied to it. @throws NotRunningError */
export function runningTarget(config: CliConfig): PlatformTarget {
  const ports = localRecord(config)?.ports;
  if (ports === undefined) throw new NotRunningError();
  const address = (engine: string, port: string) => `127.0.0.1:${ports[engine]?.[port]}`;
  return platformTarget(address, localInstance(config), localSecrets());
}
