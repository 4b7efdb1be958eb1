/** One of a few that can be picked. */
export interface ChoiceOption<T extends string | number> {
  readonly value: T;
  readonly text: string;
  /** What it is called where its text is short. */
  readonly label?: string;
  readonly testId?: string;
}

/** What a choice shows. */
export interface ChoiceProps<T extends string | number> {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly ChoiceOption<T>[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

/** Radio buttons in a row: one is chosen, arrow keys choose the next. */
export function Choice<T extends string | number>({
  name,
  legend,
  options,
  chosen,
  onChoose,
}: ChoiceProps<T>) {
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{legend}</legend>
      {options.map(({ value, text, label, testId }) => (
        <label key={value} data-testid={testId}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            aria-label={label}
            onChange={() => onChoose(value)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
