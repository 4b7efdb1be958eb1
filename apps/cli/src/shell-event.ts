import { type Column, type EventPlan, exampleEvent } from "@millrace/domain";

/** The moment in which a shell posts an event, so that it is never late and no duplicate of one before. */
const now = { seconds: "$(date +%s)", iso: "$(date -u +%Y-%m-%dT%H:%M:%SZ)" } as const;

/**
 * An event of a type as a caller could send it, as JSON for a shell: between single quotes, out of which break its time
 * and its identifier, which have to be new with each event.
 */
export function shellEvent(event: EventPlan): string {
  const parts = Object.entries(exampleEvent(event)).map(
    ([attribute, value]) =>
      `${JSON.stringify(attribute)}:${madeByShell(attribute, event) ?? quoted(JSON.stringify(value))}`,
  );
  return `'{${parts.join(",")}}'`;
}

function madeByShell(attribute: string, { columns, eventTime, idAttribute }: EventPlan): string | undefined {
  const type = columns.find((column) => column.attribute === attribute)?.type;
  if (attribute === eventTime.attribute && type?.kind === "timestamp") return timeText(type);
  if (attribute === idAttribute && type?.kind === "string")
    return type.format === "uuid" ? `"'$(uuidgen)'"` : `"example-'${now.seconds}'"`;
  return undefined;
}

function timeText({ unit }: Extract<Column["type"], { kind: "timestamp" }>): string {
  if (unit === "iso") return `"'${now.iso}'"`;
  return unit === "seconds" ? `'${now.seconds}'` : `'${now.seconds}'000`;
}

function quoted(json: string): string {
  return json.replaceAll("'", String.raw`'\''`);
}
