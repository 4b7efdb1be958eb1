import { closest, distance } from "fastest-levenshtein";

/** The candidate that was probably meant by a misspelt name; none when nothing is near. Case is ignored. */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const wanted = fold(name);
  const nearest = closest(wanted, candidates.map(fold));
  const candidate = candidates.find((each) => fold(each) === nearest);
  if (distance(wanted, nearest) <= allowedEdits(wanted.length)) return candidate;
  return wanted.length < 3 ? undefined : candidates.find((each) => fold(each).startsWith(wanted));
}

/** Two letters that change places are two edits; of a name of one or two letters every other short name is near. */
function allowedEdits(length: number): number {
  if (length < 3) return 0;
  return length < 5 ? 1 : Math.max(2, Math.floor(length / 3));
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, "");
}
