/**
 * Settings as environment variables. Lists have commas between their items. What is not set is empty, and so hides what this
 * process was started with.
 */
export function variablesOf(
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : String(value ?? ""),
    ]),
  );
}
