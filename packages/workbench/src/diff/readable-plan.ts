/**
 * EXPLAIN numbers the parts of a plan that are used more than once, and an edit renumbers them all. Here they are named by
 * what they are, so that only what changed differs.
 */
export function readablePlan(explained: string): string {
  const names = new Map<string, string>();
  for (const [, name, id] of explained.matchAll(/(\w+)\(.*\)\(reuse_id=\[(\d+)\]\)/g))
    names.set(id as string, name as string);
  return explained
    .replaceAll(/\(reuse_id=\[\d+\]\)/g, "  (used more than once)")
    .replaceAll(
      /Reused\(reference_id=\[(\d+)\]\)/g,
      (_text, id: string) => `that ${names.get(id) ?? "part"} again`,
    );
}
