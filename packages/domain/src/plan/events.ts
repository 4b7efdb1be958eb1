import { given } from "../normalize/columns.ts";
import type { Domain, EventStream } from "../normalize/domain.ts";
import type { EventPlan, TablePlan } from "../plan.ts";
import { deadLetterTopic } from "./names.ts";

/** What callers may send to a domain. */
export function planEvents(
  domain: Domain,
  tables: readonly TablePlan[],
  stage: string,
): readonly EventPlan[] {
  return domain.streams.flatMap((stream) => {
    const table = tables.find(({ name }) => name === stream.table);
    if (table === undefined) throw new Error(`the stream ${stream.table} has no table`);
    return stream.types.map((type) => ({
      name: type.name,
      domain: domain.name,
      ...given("doc", type.doc ?? stream.doc),
      path: `/api/events/${domain.name}/${type.name}`,
      table: table.name,
      topic: table.topic,
      subject: table.value.subject,
      schema: table.value.schema,
      key: table.key,
      ...given("typeColumn", stream.typeColumn),
      eventTime: timeOf(stream),
      ...given("idAttribute", domain.entity?.primaryKey),
      deadLetterTopic: deadLetterTopic(stage, domain.name),
      keepsInvalid: domain.keepsInvalid,
      columns: type.columns,
    }));
  });
}

function timeOf({ columns, eventTime: { column } }: EventStream): EventPlan["eventTime"] {
  return { attribute: columns.find(({ name }) => name === column)?.attribute ?? column, column };
}
