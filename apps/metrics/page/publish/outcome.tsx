import type { FieldFault } from "./form-values.ts";
import type { PostOutcome } from "./post-events.ts";

interface OutcomeProps {
  readonly outcome: PostOutcome | undefined;
  readonly faults: readonly FieldFault[];
  /** Faults of what the form has no field for. */
  readonly elsewhere: readonly FieldFault[];
}

/** What became of the event, in one sentence. */
export function Outcome(props: OutcomeProps) {
  return (
    <div class="publish-outcome" role="status">
      <Words {...props} />
    </div>
  );
}

function Words({ outcome, faults, elsewhere }: OutcomeProps) {
  if (faults.length > 0)
    return (
      <p class="publish-bad">
        Not published: {count(faults.length, "problem")}
        {elsewhere.length < faults.length ? ", shown at the fields" : ""}.{" "}
        {elsewhere.map(({ pointer, found, expected }) => `${pointer}: found ${found}, expected ${expected}.`)}
      </p>
    );
  switch (outcome?.kind) {
    case "kept":
      return (
        <p class="publish-good">
          {outcome.isDuplicate ? "Known already" : "Accepted"}: {outcome.place}.
        </p>
      );
    case "valid":
      return <p class="publish-good">Valid: it would go to {outcome.topic}. Nothing was published.</p>;
    case "refused":
      return (
        <p class="publish-bad">
          {outcome.reason} {outcome.advice}
          {outcome.retryAfterSeconds === undefined
            ? ""
            : ` Try again in ${count(outcome.retryAfterSeconds, "second")}.`}
        </p>
      );
    default:
      return null;
  }
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
