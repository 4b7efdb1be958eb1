import { relative, resolve, sep } from "node:path";
import { watch } from "chokidar";

/** Editors write a file in several moves; all that comes within this time is one save, in milliseconds. */
const saveMs = 50;

const watched = /\.(sql|ya?ml|json)$/;

/**
 * Watches folders of a repository, those that are made later too, until it is disposed of.
 *
 * @param root the repository's root
 * @param folders folders that stand in it
 * @param onSaved told the `.sql`, `.yaml` and `.json` files that were written, made or removed, as paths from the root
 */
export async function watchFiles(
  root: string,
  folders: readonly string[],
  onSaved: (files: readonly string[]) => void,
): Promise<AsyncDisposable> {
  // From the root on: with a folder that does not exist yet, the watcher would call itself ready before it is.
  const isOutside = (path: string) => {
    const [top = ""] = relative(root, resolve(root, path)).split(sep);
    return top !== "" && !folders.includes(top);
  };
  const watcher = watch(".", { cwd: root, ignoreInitial: true, ignored: isOutside });
  const saved = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const files = [...saved].sort();
    saved.clear();
    onSaved(files);
  };
  watcher.on("all", (_event, path) => {
    const file = path.split(sep).join("/");
    if (!watched.test(file)) return;
    saved.add(file);
    timer ??= setTimeout(flush, saveMs);
  });
  await new Promise<void>((ready, reject) => {
    watcher.once("ready", ready);
    watcher.once("error", reject);
  });
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
