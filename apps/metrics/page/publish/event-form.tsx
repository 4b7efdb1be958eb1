import { eventFields } from "./event-fields.ts";
import { FieldInput } from "./field-input.tsx";
import { faultsOf } from "./form-values.ts";
import { Outcome } from "./outcome.tsx";
import type { PublishState } from "./publish-state.ts";

/** One event: its type, its attributes, and what became of it. */
export function EventForm({
  state,
  types,
}: {
  readonly state: PublishState;
  readonly types: readonly string[];
}) {
  const event = state.event.value;
  const fields = eventFields(event);
  const faults = state.faults.value;
  const elsewhere = faults.filter(
    (fault) => !fields.some(({ attribute }) => faultsOf([fault], attribute).length > 0),
  );
  return (
    <form
      class="publish-form"
      aria-label="Publish one event"
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void state.send({ isDryRun: false });
      }}
    >
      <div class="publish-field">
        <label for="publish-type">Type of event</label>
        <select
          id="publish-type"
          value={event.name}
          onChange={({ currentTarget }) => state.choose(currentTarget.value)}
        >
          {types.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        {event.doc === undefined ? null : <p class="publish-doc">{event.doc}</p>}
      </div>
      {fields.map((field) => (
        <FieldInput
          key={`${event.name} ${field.attribute}`}
          field={field}
          value={state.values.value[field.attribute] ?? ""}
          faults={faultsOf(faults, field.attribute)}
          onChange={(text) => state.set(field.attribute, text)}
          onNow={() => state.setNow()}
        />
      ))}
      <div class="publish-actions">
        <button type="submit" class="primary" disabled={state.isSending.value}>
          Publish
        </button>
        <button
          type="button"
          disabled={state.isSending.value}
          onClick={() => void state.send({ isDryRun: true })}
        >
          Check only
        </button>
      </div>
      <Outcome outcome={state.outcome.value} faults={faults} elsewhere={elsewhere} />
    </form>
  );
}
