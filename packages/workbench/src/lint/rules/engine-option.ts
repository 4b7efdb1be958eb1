import type { Finding, LintRule } from "../rule.ts";
import type { HintOption } from "../statement/statement.ts";

/** Options that both engines know with the same values. */
const shared =
  /^(scan\.(startup|bounded)\.(mode|specific-offsets|timestamp-millis)|key\.fields-prefix|value\.fields-include)$/;
/** Options of Confluent Cloud's tables. */
const confluent = /^(changelog\.mode|error-handling\.|kafka\.|sql\.|(key|value)\..*\.schema-context$)/;
const formats = /^((key|value)\.)?format$/;

/** /*+ OPTIONS('sink.parallelism' = '2') *\/ */
export const engineOption: LintRule = {
  code: "engine-option",
  severity: "error",
  title: "Hints hold only options that both engines know.",
  check: ({ hints }) =>
    hints
      .filter(({ name }) => name === "OPTIONS")
      .flatMap(({ options }) => options)
      .filter(({ key }) => !shared.test(key) && !key.startsWith("table.exec.emit."))
      .map(complain),
};

function complain(option: HintOption): Finding {
  const { key, value } = option;
  if (formats.test(key))
    return {
      place: option,
      message: `the format ${value} has another name on the other engine: avro-confluent is avro-registry on Confluent Cloud`,
      advice: "leave formats to the compiler, which knows the target",
    };
  if (key === "connector")
    return {
      place: option,
      message: `the table connector ${value} is not on both engines: Confluent Cloud has its own alone, and no JDBC`,
      advice: "write to a result; a Kafka Connect connector carries it on",
    };
  const owner = confluent.test(key) ? "only Confluent Cloud knows" : "Confluent Cloud does not know";
  return {
    place: option,
    message: `${owner} the table option ${key}`,
    advice: "say it in domain.yaml, from which tables are compiled for each engine",
  };
}
