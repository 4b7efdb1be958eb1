import {
  type DomainProblem,
  type LoadedYaml,
  loadYaml,
  sortProblems,
  type SourceFile,
  validateShape,
} from "@millrace/domain";
import { environmentLayer } from "./environment-layer.ts";
import { PlatformInvalidError } from "./errors.ts";
import { dataOf, type Layer, leavesOf, mergeLayers } from "./merge-layers.ts";
import { type MergedInput, type Platform, platformDefaults, toPlatform } from "./platform.ts";
import { platformSchema } from "./platform-schema.ts";
import type { StageName } from "./stages.ts";

/** What the settings of a stage are made from. */
export interface PlatformSources {
  readonly stage: StageName;
  /** `platform.yaml`, then the stage's overrides; a file that does not exist is left out. */
  readonly files: readonly SourceFile[];
  /** Variables have precedence over files. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The settings of one stage.
 * @throws PlatformInvalidError with every problem of every file
 * @throws ConfigError with every problem of the environment
 */
export function loadPlatform({ stage, files, env }: PlatformSources): Platform {
  const loaded = files.map(loadFile);
  const problems = loaded.flatMap((each) => each.problems);
  if (problems.length > 0) throw new PlatformInvalidError(sortProblems(problems));
  const layers = loaded.flatMap(({ layer }) => (layer === undefined ? [] : [layer]));
  const defaults: Layer = { value: platformDefaults(stage), originOf: () => ({ kind: "default" }) };
  const tree = mergeLayers([...layers, environmentLayer(env)], defaults);
  return { ...toPlatform(dataOf(tree) as MergedInput, stage), settings: leavesOf(tree) };
}

function loadFile(source: SourceFile): {
  readonly layer?: Layer;
  readonly problems: readonly DomainProblem[];
} {
  const { document, problems: syntax } = loadYaml(source);
  if (document === undefined) return { problems: syntax };
  // A file of nothing but comments says nothing.
  if (document.value === null) return { problems: [] };
  const { data, problems } = validateShape(document, platformSchema);
  if (data === undefined) return { problems: problems.map(withoutSecret) };
  return { layer: layerOf(document), problems: [] };
}

const secretPaths = new Set(["secrets.vault.token", "clickhouse.password"]);

/** What stands where a reference to a secret belongs may be the secret itself. */
function withoutSecret(problem: DomainProblem): DomainProblem {
  if (!secretPaths.has(problem.path) || problem.found === "nothing") return problem;
  return { ...problem, found: "a value that is not shown" };
}

function layerOf(document: LoadedYaml): Layer {
  const { file, value } = document;
  return { value, originOf: (path) => ({ kind: "file", file, ...document.positionOf(path) }) };
}
