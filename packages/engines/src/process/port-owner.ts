import { randomInt } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

/** The process that listens on a port, as far as this user may see it. */
export interface PortOwner {
  readonly pid: number;
  readonly command: string;
}

/** Whether the port can be listened on at the loopback address. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * `count` different ports that were free a moment ago. They lie below those that systems hand to outgoing connections, so
 * that a stack which is stopped for a while finds its ports again.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = randomInt(10_240, 30_000);
    if (!found.has(port) && (await isPortFree(port))) found.add(port);
  }
  return [...found];
}

/** Who listens on the port; undefined where nobody does or the system does not tell. */
export function portOwner(port: number): PortOwner | undefined {
  const pid = process.platform === "linux" ? linuxListener(port) : lsofListener(port);
  return pid === undefined ? undefined : { pid, command: commandOf(pid) };
}

/** The socket's inode stands in `/proc/net/tcp*`, the process that holds it in `/proc/<pid>/fd`; see proc(5). */
function linuxListener(port: number): number | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((file) => read(file).split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) === true && fields[3] === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
  if (inodes.length === 0) return undefined;
  return list("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => list(`/proc/${pid}/fd`).some((fd) => inodes.includes(link(`/proc/${pid}/fd/${fd}`))));
}

function lsofListener(port: number): number | undefined {
  try {
    const output = execFileSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"], { encoding: "utf8" });
    return Number(output.split("\n")[0]) || undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  if (process.platform === "linux")
    return read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim().slice(0, 120);
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" })
      .trim()
      .slice(0, 120);
  } catch {
    return "";
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}
