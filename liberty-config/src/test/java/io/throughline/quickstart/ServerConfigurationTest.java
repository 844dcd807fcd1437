package io.throughline.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The parts of the configuration that must agree with each other, and with what operators are told. */
class ServerConfigurationTest {

  private static final Path SERVER = Path.of("src/main/liberty/config");
  private static final Path BROKER = Path.of("src/main/resources/broker.xml");
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");

  @Test
  void everyVariableIsDocumented() throws IOException {
    var document = Files.readString(DOCUMENT);
    var names = found(server(), "<variable name=\"([^\"]+)\"").stream().map(name -> name.toUpperCase(Locale.ROOT).replace('.', '_')).toList();

    assertThat(names).hasSizeGreaterThan(30);
    assertThat(names).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
  }

  @Test
  void theBrokerHasEveryQueueOfTheServerUnderTheSameName() throws IOException {
    var names = found(server(), "<jmsQueue id=\"([^\"]+)\"");

    assertThat(found(server(), "jndiName=\"([^\"/]+)\"><properties.artemis")).isEqualTo(names);
    assertThat(found(server(), "Address=\"([^\"]+)\"")).isEqualTo(names);
    assertThat(found(Files.readString(BROKER), "<queue name=\"([^\"]+)\"")).containsAll(names);
  }

  @Test
  void everyListenerReadsAQueueThatExists() throws IOException {
    var queues = found(server(), "<jmsQueue id=\"([^\"]+)\"");
    var read = found(server(), "destinationRef=\"([^\"]+)\"");

    assertThat(read).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(queues);
  }

  @Test
  void everyFileIsIncluded() throws IOException {
    try (var files = Files.list(SERVER)) {
      var names = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".xml") && !name.equals("server.xml")).map(name -> name.replaceFirst("tranlog-(files|database)", "tranlog-\\${node.log}")).distinct().toList();

      assertThat(found(server(), "<include location=\"(?:[$][{]server.config.dir[}]/)?([^\"]+)\"")).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void theDatabaseCanPrepareAsManyTransactionsAsThePoolMayHold() throws IOException {
    var pool = Integer.parseInt(found(server(), "name=\"pg.pool\" defaultValue=\"(\\d+)\"").get(0));

    assertThat(Postgres.PREPARED_TRANSACTIONS).isGreaterThanOrEqualTo(pool);
  }

  private static String server() throws IOException {
    try (var files = Files.list(SERVER)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().map(ServerConfigurationTest::text).collect(Collectors.joining());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1)).toList();
  }
}
