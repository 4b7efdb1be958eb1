/** Shapes that say a state without its colour. */
export type IconName = "good" | "quiet" | "warn" | "bad" | "unknown" | "wait";
