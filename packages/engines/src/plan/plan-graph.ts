import type { CompiledPlan, PlanNode } from "./compiled-plan.ts";

/** Who feeds whom in a compiled plan. */
export class PlanGraph {
  readonly nodes: readonly PlanNode[];
  readonly #inputs = new Map<number, PlanNode[]>();
  readonly #outputs = new Map<number, PlanNode[]>();

  constructor({ nodes, edges }: CompiledPlan) {
    this.nodes = nodes;
    const byId = new Map(nodes.map((node) => [node.id, node]));
    for (const { source, target } of edges) {
      const from = byId.get(source);
      const to = byId.get(target);
      if (from === undefined || to === undefined) continue;
      this.#inputs.set(target, [...(this.#inputs.get(target) ?? []), from]);
      this.#outputs.set(source, [...(this.#outputs.get(source) ?? []), to]);
    }
  }

  /** The nodes that feed a node, in the order of its inputs. */
  inputsOf(node: PlanNode): readonly PlanNode[] {
    return this.#inputs.get(node.id) ?? [];
  }

  /** Every node that a node feeds, itself included. */
  downstreamOf(node: PlanNode): ReadonlySet<PlanNode> {
    return this.#reach(node, this.#outputs);
  }

  /** Every node that feeds a node, itself included. */
  upstreamOf(node: PlanNode): ReadonlySet<PlanNode> {
    return this.#reach(node, this.#inputs);
  }

  #reach(start: PlanNode, next: ReadonlyMap<number, readonly PlanNode[]>): ReadonlySet<PlanNode> {
    const reached = new Set([start]);
    // A set hands out what is added while it is walked through.
    for (const node of reached) for (const other of next.get(node.id) ?? []) reached.add(other);
    return reached;
  }
}
