/** The stages, in the order in which a change goes through them. Each has a file of overrides. */
export const stages = ["dev", "staging", "prod"] as const;

export type StageName = (typeof stages)[number];
