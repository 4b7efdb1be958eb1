import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { MillraceError } from "@millrace/common";
import { connectorDomain, type DomainSources, type SourceFile } from "@millrace/domain";

const run = promisify(execFile);

/** The committed files of a domain cannot be had. */
export class CommittedDomainError extends MillraceError {
  readonly code = "COMMITTED_DOMAIN_UNREADABLE";
  /** What there is not: a git repository (or git), such a commit, or the domain in it. */
  readonly missing: "repository" | "commit" | "domain";

  constructor(missing: CommittedDomainError["missing"], message: string, cause?: unknown) {
    super(message, { cause });
    this.missing = missing;
  }
}

/**
 * A domain's files as they stand in a commit: what {@link loadDomainFolder} reads from the work tree.
 *
 * @param root the repository's root
 * @param ref a commit, branch or tag of git
 * @throws CommittedDomainError when there is no repository, no such commit, or no such domain in it
 */
export async function loadCommittedDomain(root: string, domain: string, ref: string): Promise<DomainSources> {
  const paths = await listFiles(root, domain, ref);
  const domainFile = `sql/${domain}/domain.yaml`;
  if (!paths.includes(domainFile))
    throw new CommittedDomainError(
      "domain",
      `${domainFile} does not exist in ${ref}, so there is nothing to compare with. ` +
        "Commit the domain first, or name a commit that has it with --against.",
    );
  const [yaml, ...others] = await Promise.all(
    [domainFile, ...paths.filter((path) => path !== domainFile)].map((path) => readFile(root, ref, path)),
  );
  return {
    domain: yaml as SourceFile,
    statements: others.filter(({ path }) => path.endsWith(".sql")),
    connectors: others.filter(({ path, text }) => path.endsWith(".json") && connectorDomain(text) === domain),
  };
}

async function listFiles(root: string, domain: string, ref: string): Promise<readonly string[]> {
  // Two listings without recursion: the folder's own files, not those of its tests.
  const folders = [`sql/${domain}/`, "connectors/"];
  const listing = await git(root, ["ls-tree", "-z", "--name-only", ref, "--", ...folders]);
  return listing.split("\0").filter((path) => /\.(yaml|sql|json)$/.test(path));
}

async function readFile(root: string, ref: string, path: string): Promise<SourceFile> {
  return { path, text: await git(root, ["show", `${ref}:./${path}`]) };
}

async function git(root: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run("git", ["-C", root, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (cause) {
    const { code, stderr } = cause as { code?: unknown; stderr?: string };
    const reason =
      code === "ENOENT" ? "git is not installed" : (stderr ?? "").trim().split("\n")[0] || String(cause);
    throw new CommittedDomainError(
      code === "ENOENT" || reason.includes("not a git repository") ? "repository" : "commit",
      `The committed files cannot be read: git ${args[0]} says "${reason}". ` +
        "They are read from a commit: run this in a git clone, with a commit that exists in --against.",
      cause,
    );
  }
}
