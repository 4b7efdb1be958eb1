import { useId } from "preact/hooks";
import type { PanelMeasure } from "../contract/catalog.ts";
import { address, visit } from "../state/address.ts";
import type { ShownPanel } from "../state/shown-panel.ts";
import type { Subscription } from "../state/subscription.ts";
import { BarPanel } from "./bar-panel.tsx";
import { LinePanel } from "./line-panel.tsx";
import { NumberPanel } from "./number-panel.tsx";
import { PanelTable } from "./panel-table.tsx";

/** What every panel shows. */
export interface PanelProps {
  readonly panel: ShownPanel;
  readonly followed: Subscription;
}

/** One panel: its title, what of it is shown, and its rows in the way that suits them. */
export function Panel({ panel, followed }: PanelProps) {
  const id = useId();
  const { name, title, doc, kind, measures } = panel;
  const { asTable } = address.value;
  const isTable = kind === "table" || asTable.includes(name);
  const measure = measures.find(({ column }) => column === address.value.measures[name]) ?? measures[0];
  return (
    <section
      class={`card panel panel-${isTable ? "table" : kind}`}
      aria-labelledby={id}
      data-testid={`panel-${name}`}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!isTable && measure !== undefined && kind !== "number" && (
          <MeasurePicker panel={panel} measure={measure} />
        )}
        {kind !== "table" && <TableToggle name={name} title={title} isTable={isTable} />}
      </header>
      {doc !== undefined && <p class="doc">{doc}</p>}
      <Body panel={panel} followed={followed} measure={isTable ? undefined : measure} />
    </section>
  );
}

interface BodyProps extends PanelProps {
  /** Absent for a table. */
  readonly measure: PanelMeasure | undefined;
}

function Body({ panel, followed, measure }: BodyProps) {
  if (measure === undefined) return <PanelTable panel={panel} followed={followed} />;
  if (panel.kind === "number") return <NumberPanel panel={panel} followed={followed} />;
  if (panel.kind === "bar") return <BarPanel panel={panel} followed={followed} measure={measure} />;
  return <LinePanel panel={panel} followed={followed} measure={measure} />;
}

function MeasurePicker({
  panel: { name, title, measures },
  measure,
}: {
  readonly panel: ShownPanel;
  readonly measure: PanelMeasure;
}) {
  if (measures.length === 1) return <p class="measure">{measure.title}</p>;
  return (
    <select
      class="field measure"
      aria-label={`${title}: what is drawn`}
      value={measure.column}
      onChange={({ currentTarget }) =>
        visit({ measures: { ...address.value.measures, [name]: currentTarget.value } })
      }
    >
      {measures.map(({ column, title }) => (
        <option key={column} value={column}>
          {title}
        </option>
      ))}
    </select>
  );
}

function TableToggle({
  name,
  title,
  isTable,
}: {
  readonly name: string;
  readonly title: string;
  readonly isTable: boolean;
}) {
  const { asTable } = address.value;
  return (
    <button
      type="button"
      class="button quiet"
      aria-pressed={isTable}
      aria-label={`${title} as table`}
      data-testid={`panel-${name}-as-table`}
      onClick={() =>
        visit({ asTable: isTable ? asTable.filter((each) => each !== name) : [...asTable, name] })
      }
    >
      Table
    </button>
  );
}
