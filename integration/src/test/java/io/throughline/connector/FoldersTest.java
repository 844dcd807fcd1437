package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.system.Role;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

  @TempDir Path firm;

  private static final String SMALL = """
      system: small
      role: crm
      base: throughline.small.url
      operations:
        write:
          idempotency: { mode: state }
          hops:
            - { name: write, effect: true, request: { send: PUT /x } }
      """;

  @Test
  void indexNamesEveryShippedFolder() throws IOException, URISyntaxException {
    var folders = Path.of(Folders.class.getResource("/connectors/index").toURI()).getParent();
    try (var listed = Files.list(folders)) {
      var names = listed.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).toList();
      assertThat(Files.readAllLines(folders.resolve("index"))).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void addsASystemFromTheFirmsFolder() {
    var connectors = new Bench(firm).file("small", "connector.yaml", SMALL).with("throughline.role.crm", "small").connectors();

    assertThat(connectors.refusedOverrides()).isEmpty();
    assertThat(connectors.systemFor(Role.CRM)).contains("small");
  }

  @Test
  void letsSeveralSystemsPlayARole() {
    var connectors = new Bench(firm).with("throughline.role.erp", "netsuite, tryton").connectors();

    assertThat(connectors.systemsFor(Role.ERP)).containsExactly("netsuite", "tryton");
    assertThat(connectors.systemFor(Role.ERP)).contains("netsuite");
    assertThat(connectors.feeds()).extracting(Connectors.Feed::system).contains("netsuite", "tryton");
    assertThat(connectors.health()).extracting(Connectors.SystemHealth::system).containsExactly("netsuite", "tryton");
    assertThat(connectors.catalogue().stream().filter(Catalogue.SystemEntry::plays)).extracting(Catalogue.SystemEntry::system).containsExactlyInAnyOrder("netsuite", "tryton");
    assertThatThrownBy(() -> new Bench(firm).with("throughline.role.crm", "salesforce,hubspot").connectors()).isInstanceOf(ConnectorRefused.class).hasMessageContaining("one system plays crm");
    assertThatThrownBy(() -> new Bench(firm).with("throughline.role.erp", "netsuite,kantata").connectors()).isInstanceOf(ConnectorRefused.class).hasMessageContaining("plays delivery");
  }

  @Test
  void givesAnEntityItsOwnSystemAsItIsSaidNow() throws IOException {
    var said = Files.writeString(firm.resolve("erps.json"), "{\"TL-US\": \"tryton\"}");
    var connectors = new Bench(firm).with("throughline.role.erp", "netsuite,tryton").with("throughline.role.erp.entities", "file:" + said).connectors();

    assertThat(connectors.systemFor(Role.ERP, "TL-US")).contains("tryton");
    assertThat(connectors.systemFor(Role.ERP, "TL-DE")).contains("netsuite");
    assertThat(connectors.systemFor(Role.ERP, null)).contains("netsuite");
    Files.writeString(said, "{}");
    assertThat(connectors.systemFor(Role.ERP, "TL-US")).contains("netsuite");
    Files.writeString(said, "TL-US");
    assertThatThrownBy(() -> connectors.systemFor(Role.ERP, "TL-US")).hasMessageContaining("throughline.role.erp.entities: ");
  }

  @Test
  void refusesAnUnknownKeyByFileLineAndPath() {
    assertThat(refusal(SMALL.replace("idempotency:", "idempotent:"))).contains("connector.yaml:6: operations.write.idempotent").contains("Unrecognized field");
  }

  @Test
  void refusesTwoEffectfulHops() {
    assertThat(refusal(SMALL + "      - { name: again, effect: true, request: { send: PUT /y } }\n")).contains("write: 2 effectful hops");
  }

  @Test
  void refusesAnEffectThatIsSentForEachItem() {
    assertThat(refusal(SMALL.replace("effect: true,", "effect: true, forEach: items,"))).contains("an effectful hop is sent once");
  }

  @Test
  void refusesAProbeThatIsMissing() {
    assertThat(refusal(SMALL.replace("mode: state", "mode: probe, settle: 5s"))).contains("needs a probe");
  }

  @Test
  void refusesAnExpressionThatCalculates() {
    assertThat(refusal(SMALL.replace("send: PUT /x", "send: PUT /x, body: '{ \"total\": a + b }'"))).contains("operator + calculates");
  }

  @Test
  void refusesAFileOutsideTheFolder() {
    assertThat(refusal(SMALL.replace("send: PUT /x", "send: PUT /x, body: ../../secret.jsonata"))).contains("not a file name");
  }

  @Test
  void keepsTheShippedFolderInForceWhenAnOverrideIsBad() {
    var shipped = new Bench(firm).connectors().version("kantata");

    var connectors = new Bench(firm).file("kantata", "planWork.in.jsonata", "{\n\n \"price\": rate * hours }").connectors();

    assertThat(connectors.version("kantata")).isEqualTo(shipped);
    assertThat(connectors.refusedOverrides().get("kantata")).startsWith(firm.resolve("kantata/planWork.in.jsonata") + ":3: ");
  }

  @Test
  void takesAChangedOverrideWhileItRuns() throws IOException {
    var bench = new Bench(firm).with("throughline.role.delivery", "kantata");
    var connectors = bench.connectors();
    var shipped = connectors.version("kantata");
    connectors.pause("kantata", true);

    bench.file("kantata", "milestones.out.jsonata", text("kantata/milestones.out.jsonata") + " ");
    connectors.refresh();

    assertThat(connectors.refusedOverrides()).isEmpty();
    assertThat(connectors.version("kantata")).isNotEqualTo(shipped);
    assertThat(connectors.open("kantata")).as("a paused system stays paused").isFalse();

    Files.delete(firm.resolve("kantata/milestones.out.jsonata"));
    connectors.refresh();
    assertThat(connectors.version("kantata")).isEqualTo(shipped);
  }

  @Test
  void keepsTheOldOverrideInForceWhenTheNewOneIsBad() throws IOException {
    var bench = new Bench(firm).with("throughline.role.delivery", "kantata").file("kantata", "milestones.out.jsonata", text("kantata/milestones.out.jsonata") + " ");
    var connectors = bench.connectors();
    var good = connectors.version("kantata");

    bench.file("kantata", "planWork.in.jsonata", "{\n\n \"price\": rate * hours }");
    connectors.refresh();

    assertThat(connectors.version("kantata")).isEqualTo(good).isNotEqualTo(Folders.shipped("kantata").version);
    assertThat(connectors.refusedOverrides().get("kantata")).startsWith(firm.resolve("kantata/planWork.in.jsonata") + ":3: ");

    Files.delete(firm.resolve("kantata/planWork.in.jsonata"));
    connectors.refresh();
    assertThat(connectors.refusedOverrides()).isEmpty();
  }

  @Test
  void aSystemInUseDoesNotChangeItsRole() throws IOException {
    var bench = new Bench(firm).with("throughline.role.delivery", "kantata");
    var connectors = bench.connectors();

    bench.file("kantata", "connector.yaml", text("kantata/connector.yaml").replace("role: delivery", "role: people"));
    connectors.refresh();

    assertThat(connectors.refusedOverrides().get("kantata")).contains("delivery").contains("people");
    assertThat(connectors.feeds()).isNotEmpty();
  }

  private static String text(String shipped) throws IOException {
    try (var in = Folders.class.getResourceAsStream("/connectors/" + shipped)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Test
  void refusesAnOverrideThatMakesNoWholeFactOfTheGoldenFile() {
    var connectors = new Bench(firm).file("kantata", "approvedTime.out.jsonata", "{ \"entryId\": id, \"version\": $instant(updated_at), \"projectId\": workspace_id, \"personId\": user_id, \"workDate\": date_performed }").connectors();

    assertThat(connectors.refusedOverrides().get("kantata")).startsWith(firm.resolve("kantata/approvedTime.out.jsonata") + ":1: on golden/approvedTime.json: /items/0: missing: minutes");
    assertThat(connectors.version("kantata")).isEqualTo(new Bench(firm.resolve("none")).connectors().version("kantata"));
  }

  @Test
  void refusesAnOverrideThatFindsNothingInTheGoldenFile() {
    assertThat(new Bench(firm).file("kantata", "milestones.out.jsonata", "kind = \"nothing\" ? { \"milestoneId\": id }").connectors().refusedOverrides().get("kantata")).contains("no facts, though the file has some");
  }

  @Test
  void refusesAnOverrideThatCannotWriteWhatTheGoldenFileAsks() {
    var refused = new Bench(firm).file("kantata", "planWork.in.jsonata", "{\n  \"story\": { \"price\": $toCents(title, currency) }\n}").connectors().refusedOverrides();

    assertThat(refused.get("kantata")).startsWith(firm.resolve("kantata/planWork.in.jsonata") + ":1: on golden/planWork.json: $toCents(").endsWith("not a number");
  }

  @Test
  void takesEveryShippedFolderAsAnOverrideOfItself() throws IOException, URISyntaxException {
    var shipped = Path.of(Folders.class.getResource("/connectors/index").toURI()).getParent();
    for (var system : Golden.systems()) new Bench(firm).file(system, "connector.yaml", Files.readString(shipped.resolve(system).resolve("connector.yaml")));

    assertThat(new Bench(firm).connectors().refusedOverrides()).isEmpty();
  }

  @Test
  void replacesSingleFilesAndNamesTheMixByItsOwnVersion() {
    var shipped = new Bench(firm).connectors().version("kantata");

    var connectors = new Bench(firm).file("kantata", "approvedTime.out.jsonata", "{ \"entryId\": \"own-\" & id, \"version\": $instant(updated_at), \"projectId\": \"p\", \"personId\": \"q\", \"workDate\": date_performed, \"minutes\": 1 }").connectors();

    assertThat(connectors.version("kantata")).isNotEqualTo(shipped);
    var page = "{\"time_entries\": {\"7\": {\"id\": \"7\", \"updated_at\": \"2026-09-01T00:00:00Z\", \"date_performed\": \"2026-09-01\"}}}";
    assertThat(connectors.translate("kantata", "approvedTime", page.getBytes(StandardCharsets.UTF_8)).items().get(0).key()).isEqualTo("own-7");
  }

  @Test
  void listsWhatEverySystemCanDoAndWhatItLacks() {
    var catalogue = new Bench(firm).with("throughline.role.erp", "tryton").file("kantata", "connector.yaml", "system: other").connectors().catalogue();

    var tryton = catalogue.stream().filter(entry -> entry.system().equals("tryton")).findFirst().orElseThrow();
    assertThat(tryton.plays()).isTrue();
    assertThat(tryton.operations()).anySatisfy(operation -> {
      assertThat(operation.name()).isEqualTo("scheduleBilling");
      assertThat(operation.lacks()).contains("no billing schedule");
    });
    assertThat(catalogue.stream().filter(entry -> entry.system().equals("kantata")).findFirst().orElseThrow().refused()).contains("connector.yaml");
  }

  @Test
  void everySystemCanDoWhatItsRoleAsks() {
    for (var system : Golden.systems()) {
      var described = Folders.shipped(system).descriptor;
      var commands = switch (described.role()) {
        case CRM -> io.throughline.system.Crm.class;
        case DELIVERY -> io.throughline.system.Delivery.class;
        case ERP -> io.throughline.system.Erp.class;
        case PEOPLE -> io.throughline.system.People.class;
        case DOCUMENTS -> io.throughline.system.Documents.class;
        case FILING -> io.throughline.system.Filing.class;
        case NOTICES -> io.throughline.system.Notices.class;
      };
      var asked = java.util.Arrays.stream(commands.getDeclaredClasses()).filter(commands::isAssignableFrom).map(Class::getSimpleName).map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1)).toList();
      assertThat(described.operations().keySet()).as(system).containsAll(asked);
    }
  }

  @Test
  void refusesARoleThatTheSystemDoesNotPlay() {
    assertThatThrownBy(() -> new Bench(firm).with("throughline.role.erp", "kantata").connectors()).isInstanceOf(ConnectorRefused.class).hasMessageContaining("plays delivery");
  }

  @Test
  void peopleMayBeToldByMoreThanOneSystem() {
    var connectors = new Bench(firm).with("throughline.role.notices", "mail, slack").with("throughline.role.erp", "tryton").connectors();

    assertThat(connectors.systemsFor(Role.NOTICES)).containsExactly("mail", "slack");
    assertThat(connectors.systemFor(Role.NOTICES)).contains("mail");
    assertThat(connectors.health()).extracting(Connectors.SystemHealth::system).containsExactly("tryton", "mail", "slack");
  }

  @Test
  void onlyPeopleMayBeToldAgain() {
    assertThat(refusal("system: small\nrole: erp\nbase: throughline.small.url\noperations:\n  postInvoice:\n    idempotency: { mode: again }\n    hops: [{ name: post, effect: true, request: { send: POST /invoices } }]\n")).contains("postInvoice: mode AGAIN is for telling people only");
  }

  private String refusal(String descriptor) {
    var refused = new Bench(firm).file("small", "connector.yaml", descriptor).connectors().refusedOverrides();
    assertThat(refused).containsKey("small");
    return refused.get("small");
  }
}
