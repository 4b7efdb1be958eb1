import type { CatalogJourney } from "../contract/catalog.ts";

/**
 * The events of one journey, by their types' names: one of the journeys, walked from its start.
 * @param random 0 to 1, one each time it is asked
 * @param most so many events at most
 */
export function walkJourney(
  journeys: readonly CatalogJourney[],
  random: () => number,
  most: number,
): readonly string[] {
  const journey = pick(journeys, random());
  const events: string[] = [];
  let step = stepOf(journey, journey?.start);
  while (step !== undefined && events.length < most) {
    events.push(step.event);
    step = stepOf(journey, pick(step.next, random())?.name);
  }
  return events;
}

function stepOf(journey: CatalogJourney | undefined, name: string | undefined) {
  return journey?.steps.find((step) => step.name === name);
}

/** One of these, each as probable as its weight. */
function pick<Choice extends { readonly weight: number }>(
  choices: readonly Choice[],
  random: number,
): Choice | undefined {
  let left = random * choices.reduce((sum, { weight }) => sum + weight, 0);
  return choices.find(({ weight }) => (left -= weight) < 0);
}
