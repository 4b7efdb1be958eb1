import { MillraceError } from "@millrace/common";

/** How callers are to be told apart is not set so that it can work. */
export class AccessSettingsError extends MillraceError {
  readonly code = "ACCESS_SETTINGS_INVALID";
  /** The environment variable to look at. */
  readonly setting: string;

  constructor(setting: string, fault: string) {
    super(`${setting}: ${fault}`);
    this.setting = setting;
  }
}

/** The keys that tokens are checked with cannot be had at the moment. */
export class SigningKeysError extends MillraceError {
  readonly code = "SIGNING_KEYS_UNAVAILABLE";
  readonly url: string;

  constructor(url: string, fault: string, cause?: unknown) {
    super(`the signing keys cannot be fetched: ${url} ${fault}`, { cause });
    this.url = url;
  }
}
