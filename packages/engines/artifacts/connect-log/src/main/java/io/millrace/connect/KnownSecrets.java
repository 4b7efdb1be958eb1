package io.millrace.connect;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The contents of a folder's files, those that they have had since the start as well. */
final class KnownSecrets {
  private final Path folder;
  /** The longest first, so that a value that holds another one leaves no rest. */
  private final Set<String> values =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
  private FileTime readAt;

  KnownSecrets(Path folder) {
    this.folder = folder;
  }

  synchronized String hide(String text) {
    readChanges();
    String hidden = text;
    for (String value : values) hidden = hidden.replace(value, "[secret]");
    return hidden;
  }

  /** Files are replaced and never written over, so every change of one is a change of the folder. */
  private void readChanges() {
    try {
      FileTime changedAt = Files.getLastModifiedTime(folder);
      if (changedAt.equals(readAt)) return;
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) read(file);
      }
      readAt = changedAt;
    } catch (IOException error) {
      // No folder: nothing was read from it either. A file that is being replaced is read with the next line.
    }
  }

  private void read(Path file) throws IOException {
    String value = Files.readString(file);
    String inUrl = URLEncoder.encode(value, StandardCharsets.UTF_8);
    for (String form : List.of(value, inUrl, inUrl.replace("+", "%20"))) if (!form.isEmpty()) values.add(form);
  }
}
