import { expect, test } from "vitest";
import { walkJourney } from "../../../../../apps/metrics/page/publish/walk-journey.ts";

const viewer = {
  name: "viewer",
  weight: 1,
  start: "join",
  steps: [
    {
      name: "join",
      event: "viewer_join",
      next: [
        { name: "chat", weight: 3 },
        { name: "leave", weight: 1 },
      ],
    },
    {
      name: "chat",
      event: "chat_message",
      next: [
        { name: "chat", weight: 1 },
        { name: "end", weight: 1 },
      ],
    },
    { name: "leave", event: "viewer_leave", next: [] },
  ],
};

/** Gives these, then the last one for ever. */
function numbers(...given: readonly number[]): () => number {
  let index = 0;
  return () => given[Math.min(index++, given.length - 1)] ?? 0;
}

test("a walk follows the weights to its end", () => {
  expect(walkJourney([viewer], numbers(0, 0.9), 12)).toEqual(["viewer_join", "viewer_leave"]);
  expect(walkJourney([viewer], numbers(0, 0.7, 0.9), 12)).toEqual(["viewer_join", "chat_message"]);
});

test("a walk that never ends is cut", () => {
  expect(walkJourney([viewer], () => 0, 5)).toHaveLength(5);
});

test("a journey is chosen by its weight", () => {
  const other = { ...viewer, name: "quick", weight: 9, start: "leave" };
  expect(walkJourney([viewer, other], numbers(0.5, 0), 12)).toEqual(["viewer_leave"]);
});

test("a domain without journeys has no walk", () => {
  expect(walkJourney([], () => 0, 12)).toEqual([]);
});
