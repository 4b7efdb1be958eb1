import { PortsTakenError, type TakenPort } from "./errors.ts";
import { freePorts, isPortFree, portOwner } from "./process/port-owner.ts";
import type { Engine } from "./service.ts";

/** Port numbers by engine and port name. */
export type PortTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A table of ports that were free a moment ago, for a stack that runs beside others. */
export async function freePortTable(engines: readonly Engine[]): Promise<PortTable> {
  const names = engines.flatMap((engine) => engine.ports.map((port) => [engine.name, port] as const));
  const ports = await freePorts(names.length);
  return buildTable(engines, (engine, name) => {
    return ports[names.findIndex(([e, p]) => e === engine.name && p === name)] as number;
  });
}

/** The default ports with single ones replaced. */
export function fixedPortTable(
  engines: readonly Engine[],
  defaults: PortTable,
  overrides: PortTable = {},
): PortTable {
  return buildTable(engines, (engine, name) => {
    const port = overrides[engine.name]?.[name] ?? defaults[engine.name]?.[name];
    if (port === undefined) throw new Error(`no default port for ${engine.name} ${name}`);
    return port;
  });
}

/** @throws PortsTakenError that names every taken port and its owner. */
export async function assertPortsFree(ports: PortTable): Promise<void> {
  const all = Object.entries(ports).flatMap(([engine, table]) =>
    Object.entries(table).map(([name, port]) => ({ engine, name, port })),
  );
  const checked = await Promise.all(
    all.map(async (entry) => ({ entry, free: await isPortFree(entry.port) })),
  );
  const taken = checked
    .filter(({ free }) => !free)
    .map(({ entry }): TakenPort => {
      const owner = portOwner(entry.port);
      return owner === undefined ? entry : { ...entry, owner };
    });
  if (taken.length > 0) throw new PortsTakenError(taken);
}

function buildTable(engines: readonly Engine[], portOf: (engine: Engine, name: string) => number): PortTable {
  return Object.fromEntries(
    engines.map((engine) => [
      engine.name,
      Object.fromEntries(engine.ports.map((name) => [name, portOf(engine, name)])),
    ]),
  );
}
