import { closest, distance } from "fastest-levenshtein";

/** The candidate that was probably meant by a misspelt name; none when nothing is near. Case is ignored. */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const wanted = fold(name);
  const nearest = closest(wanted, candidates.map(fold));
  const candidate = candidates.find((each) => fold(each) === nearest);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  return distance(wanted, nearest) <= allowed ? candidate : undefined;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, "");
}
