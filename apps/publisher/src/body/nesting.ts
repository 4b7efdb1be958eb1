/** So many levels of arrays and objects may lie in one another. */
export const maxDepth = 64;

/** Whether a value of `JSON.parse` has more levels than may be; as many as there may be are looked at. */
export function isTooDeep(value: unknown, levels: number = maxDepth): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const element: unknown = value[at];
      if (typeof element === "object" && element !== null && isTooDeep(element, levels - 1)) return true;
    }
    return false;
  }
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === "object" && member !== null && isTooDeep(member, levels - 1)) return true;
  }
  return false;
}
