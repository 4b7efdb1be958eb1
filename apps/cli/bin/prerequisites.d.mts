/** The Java executable that the engines and Maven are run with: JAVA_HOME's, else the PATH's. */
export function findJava(env: Readonly<Record<string, string | undefined>>): string | undefined;
/** The first file of that name on the PATH; undefined where there is none. */
export function findOnPath(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined;
/** Lists what is missing or too old, each as one sentence that says what to install; empty when all is well. */
export function findProblems(facts: {
  readonly nodeVersion: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: (file: string, args: readonly string[]) => Promise<string>;
}): Promise<string[]>;
/** `17.0.2+8` is at least `[17]`. */
export function isAtLeast(version: string, wanted: readonly number[]): boolean;
