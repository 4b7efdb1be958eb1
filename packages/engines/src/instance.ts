import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** The folders of one stack. Everything that a stack writes is below its root. */
export interface InstanceLayout {
  readonly root: string;
  dataDir(engine: string): string;
  configDir(engine: string): string;
  logFile(engine: string): string;
  sharedDir(name: string): string;
  readonly logDir: string;
  readonly runDir: string;
}

/** Lays a stack out below `root`; folders are made when they are first asked for. */
export function instanceLayout(root: string): InstanceLayout {
  const made = (...parts: string[]) => {
    const folder = join(root, ...parts);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  return {
    root,
    dataDir: (engine) => made("data", engine),
    configDir: (engine) => made("config", engine),
    logFile: (engine) => join(made("logs"), `${engine}.log`),
    sharedDir: (name) => made("data", name),
    get logDir() {
      return made("logs");
    },
    get runDir() {
      return made("run");
    },
  };
}
