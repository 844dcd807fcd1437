package io.throughline.connector;

import io.throughline.connector.Connectors.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Connectors on a firm's own folder, configured by a map, with a clock that a test moves. */
final class Bench {

  static final class MovedClock extends Clock {
    private Instant now = Instant.parse("2026-09-01T10:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  final MovedClock clock = new MovedClock();
  final KeptTokens tokens = new KeptTokens();
  final Map<String, String> configuration = new HashMap<>();
  private final Path firm;

  Bench(Path firm) {
    this.firm = firm;
    configuration.put("throughline.connectors.dir", firm.toString());
  }

  Bench with(String name, String value) {
    configuration.put(name, value);
    return this;
  }

  /** Writes a file of a system's folder. */
  Bench file(String system, String name, String text) {
    try {
      Files.createDirectories(firm.resolve(system));
      Files.writeString(firm.resolve(system).resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DescribedConnectors connectors() {
    return new DescribedConnectors(name -> Optional.ofNullable(configuration.get(name)), tokens, clock);
  }

  /** The shipped defaults, with every address pointing to one place. */
  Bench shipped(String url) {
    var defaults = new Properties();
    try (var in = Bench.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    defaults.forEach((name, value) -> configuration.putIfAbsent((String) name, ((String) value).replace("http://127.0.0.1:${SANDBOX_PORT:9090}", url)));
    return this;
  }

  /** The key of an effect where it does not matter. */
  static final String KEY = "ab".repeat(32);

  static Call call(String system, String operation, Map<String, Object> input) {
    return call(system, operation, KEY, input);
  }

  static Call call(String system, String operation, String key, Map<String, Object> input) {
    return new Call(system, operation, key, input, Duration.ofSeconds(5), Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  }

  static Call call(String system, String operation, Map<String, Object> input, Duration deadline) {
    return new Call(system, operation, "ab".repeat(32), input, deadline, Map.of());
  }
}
