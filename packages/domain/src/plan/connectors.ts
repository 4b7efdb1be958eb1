import { describeFound, suggest } from "@millrace/common";
import type { Domain } from "../normalize/domain.ts";
import { bindSome, findPlaceholders } from "../placeholders.ts";
import type { ConnectorPlan } from "../plan.ts";
import { type DomainProblem, withSuggestion } from "../problem.ts";
import { compareText } from "../source-file.ts";
import type { ValidConnector } from "../validate/validate.ts";
import { bucketName, deadLetterTopic, topicName } from "./names.ts";
import { connectorTopicKeys } from "./topics.ts";

/** The placeholders that a plan resolves itself: `stage`, `topic:<table>`, `bucket:<key>`. */
export function planBindings(domain: Domain, stage: string): ReadonlyMap<string, string> {
  return new Map([
    ["stage", stage],
    ...domain.streams.map(({ table, topic }) => [`topic:${table}`, topicName(stage, topic)] as const),
    ...domain.results.map(({ table, topic }) => [`topic:${table}`, topicName(stage, topic)] as const),
    ...domain.buckets.map(({ key, name }) => [`bucket:${key}`, bucketName(stage, name)] as const),
  ]);
}

/** Resolves the plan's own placeholders in every connector; a topic or bucket that is not there is a problem. */
export function planConnectors(
  connectors: readonly ValidConnector[],
  domain: string,
  bindings: ReadonlyMap<string, string>,
): { readonly connectors: readonly ConnectorPlan[]; readonly problems: readonly DomainProblem[] } {
  return {
    connectors: connectors.map(({ input, document }) => ({
      name: input.name,
      domain,
      file: document.file,
      config: Object.fromEntries(
        Object.entries(input.config)
          .sort(([a], [b]) => compareText(a, b))
          .map(([key, value]) => [key, bindSome(value, (name) => bindings.get(name))]),
      ),
    })),
    problems: connectors.flatMap((connector) => [
      ...unknownPlaceholders(connector, bindings),
      ...doorsTopic(connector, domain, bindings),
    ]),
  };
}

/** The door's dead letters are not those of a connector: whoever reads one topic of both could not tell their forms. */
function doorsTopic(
  { input, document }: ValidConnector,
  domain: string,
  bindings: ReadonlyMap<string, string>,
): readonly DomainProblem[] {
  const key = "errors.deadletterqueue.topic.name";
  const value = input.config[key];
  const topic = value === undefined ? undefined : bindSome(value, (name) => bindings.get(name));
  if (topic !== deadLetterTopic(bindings.get("stage") ?? "", domain)) return [];
  return [
    {
      file: document.file,
      path: `config ${key}`,
      ...document.positionOf(["config", key]),
      found: `${topic}, where the dead letters of the domain's door go`,
      expected: `another name, such as \${stage}.dead-letter.${domain}-${input.name}`,
    },
  ];
}

function unknownPlaceholders(
  { input, document }: ValidConnector,
  bindings: ReadonlyMap<string, string>,
): readonly DomainProblem[] {
  const topicKeys = new Set(connectorTopicKeys.map(({ key }) => key));
  return Object.entries(input.config).flatMap(([key, value]) =>
    findPlaceholders(value)
      .filter(({ name }) => !bindings.has(name) && (topicKeys.has(key) || /^(topic|bucket):/.test(name)))
      .map(({ name }) => {
        // A topic that has to be made needs its name now; elsewhere the name's own kind is enough to choose from.
        const kind = topicKeys.has(key) ? "" : name.slice(0, name.indexOf(":") + 1);
        const known = [...bindings.keys()].filter((binding) => binding.startsWith(kind)).sort(compareText);
        return {
          file: document.file,
          path: `config ${key}`,
          ...document.positionOf(["config", key]),
          found: describeFound(`\${${name}}`),
          expected:
            known.length === 0 ? "a name from domain.yaml, which has none" : `one of ${known.join(", ")}`,
          ...withSuggestion(suggest(name, known)),
        };
      }),
  );
}
