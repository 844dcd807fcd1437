package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Catalogue.SystemEntry;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import io.throughline.system.Documents;
import io.throughline.system.Erp;
import io.throughline.system.Filing;
import io.throughline.system.Notices;
import io.throughline.system.People;
import io.throughline.system.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue claims what can be seen, and the README's table is made of it: {@code -Dreadme=write} makes it anew. */
class CatalogueTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent(); // tests run in the folder of their module
  private static final Path README = ROOT.resolve("README.md");
  private static final Path PLAYED = ROOT.resolve("integration/sandbox/src/main/resources/vendors");
  private static final String BEGIN = "<!-- systems -->\n";
  private static final String END = "<!-- end of systems -->";

  private record Asked(Class<? extends Command> commands, List<String> feeds) {}

  /** What the javadoc of each role says. */
  private static final Map<Role, Asked> ASKED =
      Map.of(
          Role.CRM, new Asked(Crm.class, List.of("wonDeals", "clients")),
          Role.DELIVERY, new Asked(Delivery.class, List.of("approvedTime", "expenses", "milestones", "members", "rates")),
          Role.ERP, new Asked(Erp.class, List.of("invoices", "payments", "creditUses", "billingAccounts", "fxRates")),
          Role.PEOPLE, new Asked(People.class, List.of("workers", "leave")),
          Role.DOCUMENTS, new Asked(Documents.class, List.of("signatures")),
          Role.FILING, new Asked(Filing.class, List.of()),
          Role.NOTICES, new Asked(Notices.class, List.of()));

  static List<SystemEntry> systems() {
    return new DescribedConnectors(name -> Optional.empty(), new KeptTokens(), Clock.systemUTC()).catalogue();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void saysWhereItWasSeenToWork(SystemEntry one) {
    assertThat(one.seen().contains("sandbox")).as("about.seen of %s names the sandbox where %s/%s plays it", one.system(), PLAYED, one.system()).isEqualTo(Files.isDirectory(PLAYED.resolve(one.system())));
    assertThat(one.seen().contains("contract")).as("about.seen of %s names the contract where a file is held against it", one.system()).isEqualTo(Contracts.covers(one.system()) || ContractTest.GRAPHQL.containsKey(one.system()));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void saysWhatItTakesToConnect(SystemEntry one) {
    assertThat(one.scopes()).as("about.scopes").isNotBlank();
    assertThat(one.source()).as("source").isNotBlank();
    assertThat(one.signIn()).allSatisfy(way -> assertThat(way.configuration()).isNotEmpty());
    assertThat(one.operations()).allSatisfy(operation -> assertThat(operation.lacks() == null).as("%s says how a repeat is made safe, or that it is lacking", operation.name()).isEqualTo(operation.idempotency() != null));
    assertThat(one.feeds()).allSatisfy(feed -> assertThat(feed.lacks() == null).as("%s says how often it is asked, or why it is not", feed.name()).isEqualTo(feed.everySeconds() != null));
    assertThat(one.operations().size() + one.feeds().size()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void doesAllThatItsRoleIsAskedOrSaysWhyNot(SystemEntry one) {
    var asked = ASKED.get(one.role());

    var operations = Stream.concat(Stream.of(asked.commands().getDeclaredClasses()).filter(Command.class::isAssignableFrom).map(CatalogueTest::operation), subscribing(one));
    assertThat(one.operations()).extracting(Catalogue.OperationEntry::name).containsExactlyInAnyOrderElementsOf(operations.toList());
    assertThat(one.feeds()).extracting(Catalogue.FeedEntry::name).containsExactlyInAnyOrderElementsOf(asked.feeds());
  }

  /** Where the hub keeps its subscriptions. */
  private static Stream<String> subscribing(SystemEntry one) {
    var kept = Folders.shipped(one.system()).descriptor.hook() == null ? null : Folders.shipped(one.system()).descriptor.hook().subscriptions();
    return kept == null ? Stream.of() : (kept.lives() == null ? Connectors.Subscribed.OPERATIONS : Connectors.Subscribed.ENDING).stream();
  }

  private static String operation(Class<?> command) {
    return Character.toLowerCase(command.getSimpleName().charAt(0)) + command.getSimpleName().substring(1);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void isCalledTheSameOnItsPage(SystemEntry one) throws IOException {
    var page = ROOT.resolve("docs/systems/" + one.system() + ".md");

    assertThat(Files.readString(page)).startsWith("# " + one.name());
  }

  @Test
  void theReadmeShowsIt() throws IOException {
    var readme = Files.readString(README);
    var from = readme.indexOf(BEGIN) + BEGIN.length();
    var to = readme.indexOf(END);
    var table = table(systems());
    if ("write".equals(System.getProperty("readme"))) Files.writeString(README, readme.substring(0, from) + table + readme.substring(to));

    assertThat(readme.substring(from, to))
        .as("the table of README.md; made anew by ./mvnw -o -pl domain,integration/sandbox,integration -am test -Dtest=CatalogueTest -Dreadme=write -Dsurefire.failIfNoSpecifiedTests=false, then run again")
        .isEqualTo(table);
  }

  private static String table(List<SystemEntry> systems) {
    var rows = new ArrayList<>(List.of("| system | role | operations | contract behind it | seen to work |", "| --- | --- | --- | --- | --- |"));
    systems.stream().sorted(java.util.Comparator.comparing(SystemEntry::role).thenComparing(one -> one.name().toLowerCase(java.util.Locale.ROOT))).map(CatalogueTest::row).forEach(rows::add);
    return String.join("\n", rows) + "\n";
  }

  private static String row(SystemEntry one) {
    var lacking = one.operations().stream().filter(operation -> operation.lacks() != null).count();
    var untold = one.feeds().stream().filter(feed -> feed.lacks() != null).map(Catalogue.FeedEntry::name).toList();
    var can = one.operations().size() - lacking + (lacking == 0 ? "" : ", " + lacking + " lacking") + (untold.isEmpty() ? "" : "; tells no " + String.join(", ", untold));
    var seen = new ArrayList<String>();
    if (one.seen().contains("real")) seen.add("run for real");
    if (one.seen().contains("sandbox")) seen.add("sandbox");
    if (one.seen().contains("contract")) seen.add("contract-checked");
    if (seen.isEmpty()) seen.add("golden files only");
    return "| [" + one.name() + "](docs/systems/" + one.system() + ".md) | " + one.role().word() + " | " + can + " | " + one.trust() + " | " + String.join(", ", seen) + (one.note() == null ? "" : "; " + one.note()) + " |";
  }
}
