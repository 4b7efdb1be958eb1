import { type LintRule, lintRules } from "@millrace/workbench";
import { readExample } from "./example-domain.ts";
import { reportOf } from "./lint-example.ts";

const introduction = `# What \`millrace sql lint\` checks

<!-- Written by test/unit/workbench/lint/lint-page.ts: UPDATE_GOLDEN=1 npx vitest run --project unit test/unit/workbench/lint -->

\`\`\`
npm run -s millrace -- sql lint                      # every domain
npm run -s millrace -- sql lint page-views           # one domain
npm run -s millrace -- sql lint sql/page-views/page_view_counts.sql
\`\`\`

A lint reads the files and needs nothing that runs. It tells what the compiler says of the domain (\`domain\`), where a
statement is not Flink SQL (\`syntax\`), and every rule below that is broken. Then, where a SQL Gateway runs, it lets Flink
plan the domain's statements and tells what Flink says (\`explain\`): the gateway of the running stack, or the one that
\`--gateway <url>\` names; \`--no-explain\` asks none. Planning starts no job.

| option | |
|---|---|
| \`--json\` | \`{ problems: [{ file, line, column, endColumn, severity, code, message, advice }], explained: [domain] }\` |
| \`--strict\` | warnings fail as well |
| \`--gateway <url>\` | a gateway that must answer |
| \`--no-explain\` | ask no Flink |

Exit codes: 0 clean, 1 an unknown target or a gateway that is down, 2 a wrong command line, 4 problems were found.

An **error** is a wrong result, state that grows for ever, or something that an engine refuses; a **warning** is probably
not meant. Where a rule is wrong about a statement, the statement's header says so, with the reason:

\`\`\`sql
-- @lint_allow wall-clock: the column is shown, and nothing compares it
\`\`\`

The reason is required, and an exception that excepts nothing is a warning. \`syntax\`, \`domain\` and \`explain\` have no
exceptions.

The grammar is that of [dt-sql-parser](https://github.com/DTStack/dt-sql-parser); what Flink reads and it does not yet
(\`FILTER\`, session windows, \`FLOOR(… TO MINUTE)\`, rows, array constructors …) is bridged in
\`packages/workbench/src/lint/grammar/gaps.ts\`, a gap an entry.

## Rules
`;

/** docs/lint.md. */
export async function lintPage(): Promise<string> {
  const list = lintRules.map(
    ({ code, severity, title }) => `| [\`${code}\`](#${code}) | ${severity} | ${title} |`,
  );
  const table = ["| code | severity | what holds |", "|---|---|---|", ...list].join("\n");
  const sections: string[] = [];
  for (const rule of lintRules) sections.push(await section(rule));
  return `${introduction}\n${table}\n\n${sections.join("\n")}`;
}

async function section({ code, severity, title }: LintRule): Promise<string> {
  const bad = readExample(code, "bad") ?? "";
  const report = await reportOf(bad);
  return [
    `### ${code}\n\n${title} (${severity})\n`,
    `Bad:\n\n\`\`\`sql\n${bad}\`\`\`\n`,
    `\`\`\`\n${report.replaceAll(/^sql\/.*\/example\.sql/gm, "example.sql")}\n\`\`\`\n`,
    `Good:\n\n\`\`\`sql\n${readExample(code, "good")}\`\`\`\n`,
  ].join("\n");
}
