package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Poll;
import io.throughline.journey.Outcome;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A live system, only read: {@code -Dlive=<system>}, with its address and credentials in the environment or in system properties, as the
 * server has them; {@code -Dfolders=<directory>} for a firm's own folders. It signs in, does the harmless check, and understands the first page of each feed.
 */
@EnabledIfSystemProperty(named = "live", matches = ".+", disabledReason = "-Dlive=<system> and its credentials are not given")
class LiveTest {

  private static final String SYSTEM = System.getProperty("live", "");

  private final DescribedConnectors connectors = new DescribedConnectors(LiveTest::configured, new KeptTokens(), Clock.systemUTC());

  static Stream<String> feeds() {
    return SYSTEM.isEmpty() ? Stream.of("none") : new LiveTest().connectors.catalogue().stream().filter(entry -> entry.system().equals(SYSTEM)).flatMap(entry -> entry.feeds().stream().filter(feed -> feed.lacks() == null).map(Catalogue.FeedEntry::name));
  }

  @Test
  void answersToOurCredentials() {
    assertThat(connectors.refusedOverrides()).doesNotContainKey(SYSTEM);
    assertThat(connectors.check(SYSTEM)).isInstanceOf(Outcome.Done.class);
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void saysWhatTheFolderUnderstands(String feed, TestReporter reporter) {
    var poll = connectors.poll(SYSTEM, feed, Map.of(), item -> false, null);

    assertThat(poll).isInstanceOf(Poll.Page.class);
    var items = connectors.translate(SYSTEM, feed, ((Poll.Page) poll).raw()).items();
    assertThat(items).allSatisfy(item -> assertThat(item.problem()).as(String.valueOf(item.fact())).isNull());
    reporter.publishEntry(feed, ((Poll.Page) poll).items() + " listed, " + items.size() + " facts");
  }

  private static Optional<String> configured(String name) {
    if (name.equals("throughline.connectors.dir")) return Optional.ofNullable(System.getProperty("folders"));
    var variable = name.replaceAll("[^A-Za-z0-9]", "_");
    return Stream.of(System.getProperty(name), System.getenv(variable), System.getenv(variable.toUpperCase(Locale.ROOT))).filter(value -> value != null).findFirst();
  }
}
