import type { StatefulNode } from "./stateful-nodes.ts";

/** A node of the new plan and the one of the old plan whose state it takes over. */
export interface NodePair {
  readonly before: StatefulNode;
  readonly after: StatefulNode;
}

/** Which nodes of two plans are the same, as far as their state goes. */
export interface NodeMatch {
  readonly kept: readonly NodePair[];
  readonly lost: readonly StatefulNode[];
  readonly added: readonly StatefulNode[];
}

/** From the closest likeness to the loosest; the last one only where there is no choice. */
const likenesses: readonly ((node: StatefulNode) => string)[] = [
  ({ meaning, selection, results }) => [meaning, selection, ...results].join(" "),
  ({ meaning, selection }) => [meaning, selection].join(" "),
  ({ meaning, results }) => [meaning, ...results].join(" "),
  ({ meaning }) => meaning,
];

/**
 * Pairs the nodes of two plans whose state fits. Of several that fit equally well, such as two counts of differently
 * selected rows, none is paired: state in the wrong place would be worse than none.
 */
export function matchNodes(before: readonly StatefulNode[], after: readonly StatefulNode[]): NodeMatch {
  const kept: NodePair[] = [];
  let lost = [...before];
  let added = [...after];
  for (const likeness of likenesses) {
    for (const node of added) {
      const isLike = (other: StatefulNode) => likeness(other) === likeness(node);
      const [match, ...others] = lost.filter(isLike);
      if (match === undefined || others.length > 0 || added.filter(isLike).length > 1) continue;
      kept.push({ before: match, after: node });
      lost = lost.filter((each) => each !== match);
    }
    added = added.filter((node) => !kept.some(({ after }) => after === node));
  }
  return { kept, lost, added };
}
