package io.millrace.workbench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The lines of a script: to the end of the file, or, of a file that a sink of the same job is still writing, to the line that
 * says that it is complete.
 */
final class ScriptFile implements Closeable {
  private static final long LOOK_AGAIN_MS = 5;

  private final Path path;
  private final boolean isFollowed;
  private final BooleanSupplier isRunning;
  private final StringBuilder unfinished = new StringBuilder();
  private BufferedReader reader;

  ScriptFile(Path path, boolean isFollowed, BooleanSupplier isRunning) {
    this.path = path;
    this.isFollowed = isFollowed;
    this.isRunning = isRunning;
  }

  /** The next line; null at the end. */
  ScriptLine next() throws IOException, InterruptedException {
    while (isRunning.getAsBoolean()) {
      String text = nextText();
      if (text != null) {
        ScriptLine line = ScriptLine.parse(text);
        return line.isEnd() ? null : line;
      }
      if (!isFollowed) {
        return null;
      }
      Thread.sleep(LOOK_AGAIN_MS);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  /** The next complete line; null where there is none yet. */
  private String nextText() throws IOException {
    if (reader == null) {
      if (isFollowed && !Files.exists(path)) {
        return null;
      }
      reader = Files.newBufferedReader(path);
    }
    for (int next = reader.read(); next != -1; next = reader.read()) {
      if (next == '\n') {
        String line = unfinished.toString();
        unfinished.setLength(0);
        return line;
      }
      unfinished.append((char) next);
    }
    return null;
  }
}
