import type { SecretStore } from "@millrace/settings";
import { localStage, readPlatformConfig, secretsOf } from "./config.ts";

/** The secrets of the stage that runs on this machine, of which none is read yet. @throws what `readPlatform` throws */
export function localSecrets(): SecretStore {
  return secretsOf(readPlatformConfig(localStage));
}
