import { MillraceError } from "@millrace/common";
import type { SecretStore, SecretText } from "./secrets/secret-store.ts";

/** Whether a text's secrets can be had; no value is in it. */
export interface CheckedSecret {
  readonly usedBy: string;
  /** The references of the text, without their defaults. */
  readonly references: readonly string[];
  /** Why they cannot be had; absent where they can. */
  readonly problem?: string;
}

/** Reads the secrets of every text, side by side, and says which cannot be had, each with its reason. */
export async function checkSecrets(
  store: SecretStore,
  texts: readonly SecretText[],
): Promise<readonly CheckedSecret[]> {
  return await Promise.all(texts.map((text) => checkSecret(store, text)));
}

async function checkSecret(store: SecretStore, text: SecretText): Promise<CheckedSecret> {
  const { usedBy } = text;
  try {
    const references = store.referencesOf(text.text).map((reference) => reference.text);
    const problem = await problemOf(store, text);
    return { usedBy, references, ...(problem === undefined ? {} : { problem }) };
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error;
    return { usedBy, references: [], problem: error.message };
  }
}

async function problemOf(store: SecretStore, text: SecretText): Promise<string | undefined> {
  try {
    await store.resolve(text);
    return undefined;
  } catch (error) {
    if (error instanceof MillraceError) return error.message;
    throw error;
  }
}
