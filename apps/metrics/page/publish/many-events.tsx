import { useSignal } from "@preact/signals";
import { type BurstProgress, burstLimits } from "./burst.ts";
import type { PublishState } from "./publish-state.ts";

/** A burst of events like the form's, and what one user does. */
export function ManyEvents({ state }: { readonly state: PublishState }) {
  const events = useSignal("100");
  const perSecond = useSignal("50");
  const { burst, session } = state;
  const isBusy = isUnderWay(burst.value) || isUnderWay(session.value);
  return (
    <form
      class="publish-many"
      aria-label="Publish many events"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void state.startBurst(Number(events.value), Number(perSecond.value));
      }}
    >
      <div class="publish-actions">
        <NumberEntry id="publish-events" label="Events" value={events} most={burstLimits.events} />
        <NumberEntry id="publish-rate" label="A second" value={perSecond} most={burstLimits.perSecond} />
        <button type="submit" disabled={isBusy}>
          Start a burst
        </button>
        <button type="button" disabled={isBusy} onClick={() => void state.startSession()}>
          Play a user session
        </button>
        {isBusy ? (
          <button type="button" onClick={() => state.stop()}>
            Stop
          </button>
        ) : null}
      </div>
      <div role="status">
        {burst.value === undefined ? null : <Burst progress={burst.value} />}
        {session.value === undefined ? null : (
          <p>
            Session: {session.value.sent} of {session.value.steps} events accepted
            {session.value.isOver ? "." : " …"}
          </p>
        )}
      </div>
    </form>
  );
}

function Burst({ progress }: { readonly progress: BurstProgress }) {
  const { events, kept, notKept, isOver, refused } = progress;
  const isWhole = kept + notKept === events;
  return (
    <>
      <progress max={events} value={kept + notKept} aria-label="Burst" />
      <p class={refused === undefined ? "" : "publish-bad"}>
        Burst: {kept} of {events} accepted{notKept === 0 ? "" : `, ${notKept} not`}
        {isOver ? (isWhole ? "." : ", stopped.") : " …"}
        {refused === undefined ? "" : ` ${refused.reason} ${refused.advice}`}
      </p>
    </>
  );
}

interface NumberEntryProps {
  readonly id: string;
  readonly label: string;
  readonly value: { value: string };
  readonly most: number;
}

function NumberEntry({ id, label, value, most }: NumberEntryProps) {
  return (
    <div class="publish-number">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={1}
        max={most}
        required
        value={value.value}
        onInput={({ currentTarget }) => (value.value = currentTarget.value)}
      />
    </div>
  );
}

function isUnderWay(progress: { readonly isOver: boolean } | undefined): boolean {
  return progress?.isOver === false;
}
