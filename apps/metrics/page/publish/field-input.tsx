import type { EventField } from "./event-fields.ts";
import type { FieldFault } from "./form-values.ts";

interface FieldInputProps {
  readonly field: EventField;
  readonly value: string;
  readonly faults: readonly FieldFault[];
  readonly onChange: (text: string) => void;
  /** Of the event's time: makes it now. */
  readonly onNow: () => void;
}

/** One attribute: its label, what can be entered, what is wrong with it. */
export function FieldInput(props: FieldInputProps) {
  const { field, faults, onNow } = props;
  const id = `publish-${field.attribute}`;
  return (
    <div class="publish-field">
      <label for={id}>
        {field.attribute}
        {field.isRequired ? null : <span class="publish-note"> optional</span>}
        {field.isPersonal ? <span class="publish-note"> personal</span> : null}
      </label>
      <div class="publish-entry">
        <Entry {...props} id={id} />
        {field.kind === "time" ? (
          <button type="button" onClick={onNow}>
            Now
          </button>
        ) : null}
      </div>
      {field.doc === undefined ? null : (
        <p class="publish-doc" id={`${id}-doc`}>
          {field.doc}
        </p>
      )}
      {faults.length === 0 ? null : (
        <p class="publish-fault" id={`${id}-fault`}>
          {faults.map(faultText).join(" ")}
        </p>
      )}
    </div>
  );
}

function Entry({ field, value, faults, onChange, id }: FieldInputProps & { readonly id: string }) {
  const described = [
    ...(field.doc === undefined ? [] : [`${id}-doc`]),
    ...(faults.length === 0 ? [] : [`${id}-fault`]),
  ].join(" ");
  const common = {
    id,
    value,
    "aria-invalid": faults.length > 0,
    ...(described === "" ? {} : { "aria-describedby": described }),
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange(event.currentTarget.value),
  };
  const choices = field.kind === "boolean" ? ["true", "false"] : field.choices;
  if (choices.length > 0)
    return (
      <select {...common}>
        {field.isRequired ? null : <option value="">(left out)</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  if (field.kind === "json")
    return <textarea {...common} rows={Math.min(8, value.split("\n").length + 1)} spellcheck={false} />;
  const isNumber = field.kind === "number" || field.kind === "integer" || field.kind === "amount";
  return (
    <input
      {...common}
      type="text"
      autocomplete="off"
      spellcheck={false}
      readOnly={field.kind === "fixed"}
      {...(isNumber ? { inputMode: "decimal" as const } : {})}
    />
  );
}

function faultText({ pointer, found, expected, suggestion }: FieldFault): string {
  const where = pointer.split("/").length > 2 ? `At ${pointer}: f` : "F";
  const meant = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
  return `${where}ound ${found}, expected ${expected}.${meant}`;
}
