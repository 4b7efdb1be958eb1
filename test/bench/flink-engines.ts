import type { Engine, ServiceSpec } from "@millrace/engines";

/** An engine whose `config.yaml` has other values on some lines; for trials. */
export function withFlinkSettings(engine: Engine, settings: Readonly<Record<string, string>>): Engine {
  if (Object.keys(settings).length === 0) return engine;
  return { ...engine, describe: (context) => replaced(engine.describe(context), settings) };
}

function replaced(spec: ServiceSpec, settings: Readonly<Record<string, string>>): ServiceSpec {
  const files = spec.files.map((file) =>
    file.path === "config.yaml" ? { ...file, content: replaceLines(file.content, settings) } : file,
  );
  return { ...spec, files };
}

/** Replaces the lines of flat YAML that set one of the keys, and adds those that are not there. */
export function replaceLines(yaml: string, settings: Readonly<Record<string, string>>): string {
  const kept = yaml
    .split("\n")
    .filter((line) => line !== "" && !(line.slice(0, line.indexOf(":")) in settings));
  const added = Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${[...kept, ...added].join("\n")}\n`;
}
