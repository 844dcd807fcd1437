package io.throughline.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A directory in which a system and the hub leave files for each other, addressed like any other system ({@code base} is {@code drop:/…}).
 *
 * <p>{@code GET /in/?prefix=&done=&size=} lists what is complete: a file counts once {@code <file>.sha256} lies beside it and is right. What
 * {@code done} names ({@code <file>@<checksum>}) was stored by the hub: each gets {@code ack/<file>.ack.json} and moves to {@code done/}. {@code GET /in/<file>} reads rows
 * (CSV with a header, NDJSON, JSON). A file with a wrong checksum, or that cannot be read, moves to {@code quarantine/} with a reason beside it,
 * as a whole: half a file is never taken. {@code PUT /out/<file>} writes one for the system, again under the same name.
 */
final class FileDrop implements Local {

  /** As much as the hub takes of facts in one request. */
  static final long MOST_BYTES = 8L << 20;

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final String SUM = ".sha256";
  private static final CsvMapper CSV = CsvMapper.csvBuilder().enable(CsvParser.Feature.TRIM_SPACES).enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS).build();

  private final Path root;
  private final Clock clock;

  FileDrop(Path root, Clock clock) {
    this.root = root;
    this.clock = clock;
  }

  /** Answers as a system would: 200, 201, 404 (nothing of that name, or it cannot be read), 405. */
  @Override
  public Answer answer(Asked asked) throws IOException {
    var method = asked.method();
    var parts = asked.address().split("\\?", 2);
    var path = parts[0].split("/", -1); // "", directory, file
    if (path.length != 3 || !path[1].matches(NAME) || !path[2].isEmpty() && !path[2].matches(NAME)) return Local.answer(404, Map.of("error", "no such place: " + parts[0]));
    var directory = Files.createDirectories(root.resolve(path[1]));
    if (method.equals("GET") && path[2].isEmpty()) return list(directory, query(parts.length == 2 ? parts[1] : ""));
    if (method.equals("GET")) return read(directory.resolve(path[2]));
    return method.equals("PUT") && !path[2].isEmpty() ? write(directory.resolve(path[2]), Tree.write(asked.body())) : Local.answer(405, Map.of("error", method + " is not offered"));
  }

  private Answer list(Path directory, Map<String, String> query) throws IOException {
    for (var done : query.getOrDefault("done", "").split(",")) {
      var parts = done.split("@", 2);
      if (parts.length == 2 && parts[0].matches(NAME)) acknowledge(directory.resolve(parts[0]), parts[1]);
    }
    var listed = new ArrayList<Map<String, Object>>();
    for (var file : named(directory, query.getOrDefault("prefix", ""))) {
      if (listed.size() == Integer.parseInt(query.getOrDefault("size", "10"))) break;
      var said = Files.readString(sum(file)).strip().split("\\s+")[0].toLowerCase(Locale.ROOT);
      var is = Files.size(file) > MOST_BYTES ? null : sha256(Files.readAllBytes(file));
      if (is == null) quarantine(file, "larger than " + MOST_BYTES + " bytes: split it");
      else if (!is.equals(said)) quarantine(file, "the checksum is " + is + ", " + file.getFileName() + SUM + " says " + said);
      else listed.add(Map.of("name", file.getFileName().toString(), "sha256", is));
    }
    return Local.answer(200, listed);
  }

  /** Complete ones only, in the order of their names: whoever writes them counts or dates. */
  private static List<Path> named(Path directory, String prefix) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix) && !file.toString().endsWith(SUM) && Files.exists(sum(file))).sorted().toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  /** Only what was read: a file that was replaced meanwhile is a new one. */
  private void acknowledge(Path file, String sha256) throws IOException {
    if (!Files.exists(file) || !sha256(Files.readAllBytes(file)).equals(sha256)) return;
    var acknowledged = new LinkedHashMap<String, Object>();
    acknowledged.put("file", file.getFileName().toString());
    acknowledged.put("sha256", sha256);
    acknowledged.put("stored", clock.instant().toString());
    write(Files.createDirectories(root.resolve("ack")).resolve(file.getFileName() + ".ack.json"), Tree.write(acknowledged));
    move(file, "done");
  }

  private void quarantine(Path file, String reason) throws IOException {
    write(Files.createDirectories(root.resolve("quarantine")).resolve(file.getFileName() + ".error.json"), Tree.write(Map.of("file", file.getFileName().toString(), "reason", reason, "at", clock.instant().toString())));
    move(file, "quarantine");
  }

  /** The file before its checksum: what is left after a crash between the two is no complete file. */
  private void move(Path file, String to) throws IOException {
    var target = Files.createDirectories(root.resolve(to)).resolve(file.getFileName());
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.move(sum(file), sum(target), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Answer read(Path file) throws IOException {
    if (!Files.exists(file)) return Local.answer(404, Map.of("error", "no such file"));
    try {
      return Local.answer(200, rows(file));
    } catch (JsonProcessingException unreadable) {
      var line = unreadable.getLocation() == null ? "" : "line " + unreadable.getLocation().getLineNr() + ": ";
      quarantine(file, line + unreadable.getOriginalMessage());
      return Local.answer(404, Map.of("error", "unreadable, see quarantine"));
    }
  }

  private static List<Object> rows(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    if (file.toString().endsWith(".csv")) return csv(bytes);
    var rows = new ArrayList<Object>();
    try (var values = Tree.JSON.readerFor(com.fasterxml.jackson.databind.JsonNode.class).without(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS).<com.fasterxml.jackson.databind.JsonNode>readValues(bytes)) {
      while (values.hasNextValue()) rows.addAll(Tree.list(Tree.plain(values.nextValue())));
    }
    return rows;
  }

  /** Every cell is text; an empty one is absent. */
  private static List<Object> csv(byte[] bytes) throws IOException {
    var rows = new ArrayList<Object>();
    try (MappingIterator<Map<String, String>> lines = CSV.readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader().withStrictHeaders(true)).readValues(new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", ""))) {
      while (lines.hasNextValue()) {
        var row = lines.nextValue();
        row.values().removeIf(cell -> cell == null || cell.isEmpty());
        rows.add(row);
      }
    }
    return rows;
  }

  /** Entirely there or not at all; the checksum last, because it says that the file is complete. */
  private static Answer write(Path file, byte[] content) throws IOException {
    place(file, content);
    place(sum(file), (sha256(content) + "  " + file.getFileName() + "\n").getBytes(StandardCharsets.US_ASCII));
    return Local.answer(201, Map.of("name", file.getFileName().toString()));
  }

  private static void place(Path file, byte[] content) throws IOException {
    var draft = Files.createTempFile(file.getParent(), ".", ".part");
    try (var out = java.nio.channels.FileChannel.open(draft, StandardOpenOption.WRITE)) {
      out.write(java.nio.ByteBuffer.wrap(content));
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path sum(Path file) {
    return file.resolveSibling(file.getFileName() + SUM);
  }

  private static Map<String, String> query(String text) {
    var query = new LinkedHashMap<String, String>();
    for (var pair : text.split("&")) if (pair.contains("=")) query.put(pair.substring(0, pair.indexOf('=')), java.net.URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
    return query;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
