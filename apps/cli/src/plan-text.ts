import { type Change, type Difference, isDue, type StateChange } from "@millrace/engines";

const signs: Readonly<Record<Difference["action"], string>> = {
  create: "  +",
  change: "  ~",
  replace: "-/+",
  remove: "  -",
  refuse: "  !",
  leave: "   ",
  unchanged: "   ",
};

/** What applying would do, a thing a paragraph, then the numbers. */
export function formatDifferences(differences: readonly Difference[]): string {
  const due = differences.filter(isDue).map(differenceText);
  const left = differences.filter(({ action }) => action === "leave");
  const leftText =
    left.length === 0
      ? []
      : [
          `Not in the plan any more, and left alone: ${left.map(({ kind, name }) => `${kind} ${name}`).join(", ")}.`,
        ];
  return [...due, ...leftText, summaryText(differences)].join("\n");
}

/** Whether a plan changes something, and whether it can be applied at all. */
export function verdict(differences: readonly Difference[]): "none" | "changes" | "refused" {
  if (differences.some(({ action }) => action === "refuse")) return "refused";
  return differences.some(isDue) ? "changes" : "none";
}

/** What was done, a line each; what was left as it was is only counted. */
export function formatChanges(changes: readonly Change[]): string {
  const done = changes.filter(({ action }) => action !== "unchanged");
  const lines = done.map(({ kind, name, action }) => `${kind} ${name} ${action}`);
  const unchanged = changes.length - done.length;
  return [...lines, `${done.length} changed, ${unchanged} unchanged.`].join("\n");
}

/** What becomes of a statement's state, a line each. */
export function stateLines(state: readonly StateChange[]): readonly string[] {
  return state
    .filter(({ kind, fate, detail }) => kind !== "sink" || fate !== "kept" || detail !== "")
    .map(({ what, fate, detail }) => `${what}: ${fate}${detail === "" ? "" : ` (${detail})`}`);
}

function differenceText({ kind, name, action, details, state = [] }: Difference): string {
  const refused = action === "refuse" ? " cannot be applied" : "";
  const lines = [...details, ...stateLines(state)].map((line) => `      ${line}`);
  return [`${signs[action]} ${kind} ${name}${refused}`, ...lines].join("\n");
}

function summaryText(differences: readonly Difference[]): string {
  const count = (wanted: Difference["action"]) =>
    differences.filter(({ action }) => action === wanted).length;
  const unchanged = `${count("unchanged")} unchanged`;
  if (!differences.some(isDue)) return `Nothing to do: ${unchanged}.`;
  const refused = count("refuse");
  return [
    `${count("create")} to create, ${count("change")} to change, ${count("replace")} to replace, `,
    `${count("remove")} to remove, ${unchanged}`,
    refused === 0 ? "." : `; ${refused} cannot be applied.`,
  ].join("");
}
