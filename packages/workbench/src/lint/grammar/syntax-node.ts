/** A part of a statement as the grammar reads it, with what it is made of. Offsets are UTF-16 units. */
export interface SyntaxNode {
  /** The grammar's name for the part: `selectClause`; `token` for a single token. */
  readonly rule: string;
  /** The token in upper case; empty for other parts. */
  readonly word: string;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

/** The first direct part of that kind. */
export function childOf(node: SyntaxNode | undefined, rule: string): SyntaxNode | undefined {
  return node?.children.find((child) => child.rule === rule);
}

/** All direct parts of that kind. */
export function childrenOf(node: SyntaxNode | undefined, rule: string): readonly SyntaxNode[] {
  return node?.children.filter((child) => child.rule === rule) ?? [];
}

/** The direct tokens, in upper case. */
export function wordsOf(node: SyntaxNode): readonly string[] {
  return node.children.filter(({ rule }) => rule === "token").map(({ word }) => word);
}

/** The outermost parts of that kind, at any depth. */
export function outermost(node: SyntaxNode, rule: string): readonly SyntaxNode[] {
  return node.children.flatMap((child) => (child.rule === rule ? [child] : outermost(child, rule)));
}
