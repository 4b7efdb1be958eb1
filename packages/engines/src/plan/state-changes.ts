import type { NodeMatch, NodePair } from "./match-nodes.ts";
import type { StatefulNode, StateFacts } from "./stateful-nodes.ts";

/** What becomes of the state of one part of a statement. */
export interface StateChange {
  /** What has the state: `page_views: offsets`, `page_view_counts: COUNT(*) by window_start, postcode`. */
  readonly what: string;
  readonly kind: StateFacts["kind"];
  /** `moved`: a sink that ends or writes elsewhere from now on; all that it wrote is committed, so nothing is lost. */
  readonly fate: "kept" | "lost" | "empty" | "moved";
  /** What that means, or why it is so; empty where there is nothing to say. */
  readonly detail: string;
}

/** Whether something that is remembered now would be forgotten. */
export function losesState(changes: readonly StateChange[]): boolean {
  return changes.some(({ fate }) => fate === "lost");
}

/** Says for every part of two compared plans that has state whether it keeps it, in words. */
export function stateChanges({ kept, lost, added }: NodeMatch): readonly StateChange[] {
  const keptTopics = new Set(
    kept.flatMap(({ after }) => (after.facts.kind === "source" ? [after.facts.topic] : [])),
  );
  const gone = lost.map((node) => lostChange(node, successorOf(node, lost, added)));
  const fresh = added.map((node) => addedChange(node, { lost, added, keptTopics }));
  return [...kept.map(keptChange), ...[...gone, ...fresh].filter((change) => change !== undefined)];
}

function keptChange({ before, after }: NodePair): StateChange {
  const details = [
    before.selection === after.selection || after.facts.kind === "source" || after.facts.kind === "sink"
      ? ""
      : "rows are selected otherwise from now on: what is open now mixes both selections",
    before.stateTtl === after.stateTtl
      ? ""
      : `unused state is kept ${ttlText(after)}, was ${ttlText(before)}`,
  ];
  return { ...subject(after), fate: "kept", detail: details.filter((text) => text !== "").join("; ") };
}

function ttlText({ stateTtl = "" }: StatefulNode): string {
  return stateTtl === "" || /^0\b/.test(stateTtl) ? "for ever" : stateTtl;
}

function lostChange(node: StatefulNode, successor: StatefulNode | undefined): StateChange | undefined {
  if (node.facts.kind === "sink")
    return successor === undefined
      ? {
          ...subject(node),
          fate: "moved",
          detail: `${node.facts.topic} is written to no more and keeps what it holds`,
        }
      : undefined;
  if (successor === undefined) {
    const detail = node.facts.kind === "source" ? "no longer read" : "no longer computed";
    return { ...subject(node), fate: "lost", detail };
  }
  return { ...subject(node), fate: "lost", detail: differences(node.facts, successor.facts).join("; ") };
}

interface Surroundings {
  readonly lost: readonly StatefulNode[];
  readonly added: readonly StatefulNode[];
  readonly keptTopics: ReadonlySet<string>;
}

function addedChange(node: StatefulNode, { lost, added, keptTopics }: Surroundings): StateChange | undefined {
  const { facts } = node;
  if (facts.kind === "source")
    return { ...subject(node), fate: "empty", detail: `reads ${facts.topic} from its earliest record` };
  if (facts.kind === "sink") {
    const former = lost.find((other) => successorOf(other, lost, added) === node);
    if (former?.facts.kind !== "sink") return undefined;
    return {
      ...subject(node),
      fate: "moved",
      detail: `writes to ${facts.topic}; what ${former.facts.topic} holds stays there`,
    };
  }
  const isPartial = node.sources.some((topic) => keptTopics.has(topic));
  return {
    ...subject(node),
    fate: "empty",
    detail: isPartial
      ? "sees only what comes from now on: results that are open now are made from a part of their rows"
      : "begins with everything that its topics still hold",
  };
}

/** The node that stands in the new plan where a lost one stood: of the same kind, for the same table or result. */
function successorOf(
  node: StatefulNode,
  lost: readonly StatefulNode[],
  added: readonly StatefulNode[],
): StatefulNode | undefined {
  const { facts, results } = node;
  const isPeer = (other: StatefulNode) =>
    facts.kind === "source"
      ? other.facts.kind === "source" && other.facts.table === facts.table
      : other.facts.kind === facts.kind && other.results.some((table) => results.includes(table));
  const rank = lost.filter(isPeer).indexOf(node);
  return added.filter(isPeer)[Math.max(rank, 0)];
}

function differences(before: StateFacts, after: StateFacts): readonly string[] {
  if (before.kind === "aggregate" && after.kind === "aggregate") {
    const parts = [
      changed("aggregates", before.calls, after.calls),
      changed("keys", before.keys, after.keys),
      changed("window", [before.window ?? "none"], [after.window ?? "none"]),
    ].filter((part) => part !== undefined);
    return parts.length > 0 ? parts : ["it is computed from other columns"];
  }
  if (before.kind === "source" && after.kind === "source")
    return [`topic changed from ${before.topic} to ${after.topic}`];
  if (before.kind === "identities" && after.kind === "identities") {
    const keys = changed("identity", before.keys, after.keys);
    if (keys !== undefined) return [keys];
  }
  return ["what it keeps has changed"];
}

function changed(what: string, before: readonly string[], after: readonly string[]): string | undefined {
  const [from, to] = [before.join(", "), after.join(", ")];
  return from === to ? undefined : `${what} changed from ${from || "none"} to ${to || "none"}`;
}

function subject({ facts, results }: StatefulNode): Pick<StateChange, "what" | "kind"> {
  return { what: subjectText(facts, results.join(", ")), kind: facts.kind };
}

function subjectText(facts: StateFacts, results: string): string {
  switch (facts.kind) {
    case "source":
      return `${facts.table}: offsets of ${facts.topic}`;
    case "sink":
      return `${facts.table}: transactions`;
    case "aggregate": {
      const keys = facts.keys.length === 0 ? "" : ` by ${facts.keys.join(", ")}`;
      const window = facts.window === undefined ? "" : `, ${facts.window} window`;
      return `${results}: ${facts.calls.join(", ") || "distinct keys"}${keys}${window}`;
    }
    case "identities":
      return `${results}: which ${facts.keys.join(", ")} have come`;
    case "other":
      return `${results}: ${facts.operator}`;
  }
}
