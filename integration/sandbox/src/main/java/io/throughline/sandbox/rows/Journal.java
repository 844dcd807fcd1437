package io.throughline.sandbox.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** One line a commit, appended and flushed; a line cut off by a killed process was never committed and is dropped. */
public final class Journal {

  /** Journal of a sandbox that keeps nothing. */
  public static final Journal NONE = new Journal(null);

  private final Path file;
  private BufferedWriter out;

  public Journal(Path file) {
    this.file = file;
  }

  /** Hands over every committed line, then replaces the file by the given snapshot and stays open for appending. */
  void open(Consumer<JsonNode> replay, java.util.function.Supplier<JsonNode> snapshot) {
    if (file == null) return;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) replayInto(replay);
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, Json.write(snapshot.get()) + "\n");
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException unusable) {
      throw new UncheckedIOException("sandbox journal " + file, unusable);
    }
  }

  private void replayInto(Consumer<JsonNode> replay) throws IOException {
    try (var lines = Files.newBufferedReader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode commit;
        try {
          commit = Json.MAPPER.readTree(line);
        } catch (JsonProcessingException cutOff) {
          if (lines.readLine() == null) return;
          throw new IOException("a broken line inside the journal", cutOff);
        }
        replay.accept(commit);
      }
    }
  }

  void append(JsonNode commit) {
    if (out == null) return;
    try {
      out.write(Json.write(commit));
      out.newLine();
      out.flush();
    } catch (IOException full) {
      throw new UncheckedIOException("sandbox journal " + file, full);
    }
  }

  void close() throws IOException {
    if (out != null) out.close();
  }
}
