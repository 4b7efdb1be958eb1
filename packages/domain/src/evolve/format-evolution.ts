import type { Evolution, EvolutionFinding, SubjectVerdict } from "./evolution.ts";

const verdicts: Readonly<Record<SubjectVerdict["verdict"], string>> = {
  new: "new",
  unchanged: "unchanged",
  compatible: "changed, compatible",
  incompatible: "changed, NOT compatible",
  unchecked: "changed, not checked (compatibility: NONE)",
};

/** A check's outcome for people: what breaks, each with its place, its readers and the way round it; then every subject. */
export function formatEvolution({ subjects, findings, notes }: Evolution): string {
  return [
    ...findings.map(formatFinding),
    ...notes.map((note) => `note: ${note}`),
    ...subjects.map(formatSubject),
  ].join("\n");
}

function formatFinding(finding: EvolutionFinding): string {
  const { place, subject, path, what, compatibility, against, breaks, instead } = finding;
  const where = place === undefined ? "" : `${place.file}:${place.line}:${place.column} `;
  const field = path === "" ? "" : ` ${path}`;
  return [
    `${where}${subject}${field}: ${what} (${compatibility}, since ${against.join(", ")})`,
    ...breaks.map((reader) => `  breaks: ${reader}`),
    `  instead: ${instead}`,
    "",
  ].join("\n");
}

function formatSubject({ subject, compatibility, verdict, against }: SubjectVerdict): string {
  const since = against.length === 0 ? "" : ` since ${against.join(", ")}`;
  return `${subject} (${compatibility}): ${verdicts[verdict]}${verdict === "new" ? "" : since}`;
}
