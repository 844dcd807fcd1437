package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.connector.Connectors.Poll;
import io.throughline.journey.Outcome;
import io.throughline.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped folder for files, on a directory: what is complete is read once, acknowledged once stored, and the rest put aside with a reason. */
class FileDropTest {

  private static final String CSV = "entryId,version,projectId,personId,workDate,minutes\nE-1,1,T1,P-7,2026-09-01,90\nE-2,1,T1,P-7,2026-09-02,60\n";

  @TempDir Path firm;
  @TempDir Path drop;

  private DescribedConnectors connectors;

  @BeforeEach
  void open() throws IOException {
    connectors = new Bench(firm).with("throughline.managed-file.url", "drop:" + drop).connectors();
    Files.createDirectories(drop.resolve("in"));
  }

  @Test
  void readsCompleteFilesInTheOrderOfTheirNames() throws IOException {
    left("time-2.ndjson", "{\"entryId\":\"E-3\",\"version\":1,\"projectId\":\"T1\",\"personId\":\"P-7\",\"workDate\":\"2026-09-03\",\"minutes\":30}\n");
    left("time-1.csv", CSV);
    Files.writeString(drop.resolve("in/time-0.csv"), CSV); // still being written: no checksum yet

    assertThat(facts(page(Map.of()))).extracting(fact -> fact.get("entryId")).containsExactly("E-1", "E-2", "E-3");
    assertThat(drop.resolve("in/time-0.csv")).exists();
  }

  @Test
  void acknowledgesAFileOnlyWhenTheHubHasIt() throws IOException {
    left("time-1.csv", CSV);

    var first = page(Map.of());
    assertThat(drop.resolve("ack")).doesNotExist();
    assertThat(facts(page(Map.of()))).as("a crash before the page was stored").hasSize(2);
    var second = page(first.cursor());

    assertThat(second.items()).isZero();
    assertThat(Files.readString(drop.resolve("ack/time-1.csv.ack.json"))).contains("\"sha256\":\"" + Sha256.of(CSV) + "\"");
    assertThat(drop.resolve("done/time-1.csv")).exists();
    assertThat(drop.resolve("in/time-1.csv")).doesNotExist();
  }

  @Test
  void readsAFileThatWasReplacedBeforeItWasAcknowledged() throws IOException {
    left("time-1.csv", CSV);
    var first = page(Map.of());
    left("time-1.csv", CSV.replace("E-1,1", "E-1,2"));

    assertThat(facts(page(first.cursor()))).extracting(fact -> fact.get("version")).containsExactly("2", "1");
    assertThat(drop.resolve("ack")).doesNotExist();
  }

  @Test
  void putsAWrongChecksumAsideWithItsReason() throws IOException {
    left("time-1.csv", CSV);
    Files.writeString(drop.resolve("in/time-1.csv"), CSV + "E-9,1,T1,P-7,2026-09-02,60\n");

    assertThat(page(Map.of()).items()).isZero();
    assertThat(Files.readString(drop.resolve("quarantine/time-1.csv.error.json"))).contains("the checksum is");
    assertThat(drop.resolve("quarantine/time-1.csv")).exists();
    assertThat(drop.resolve("ack")).doesNotExist();
  }

  @Test
  void takesNoHalfFile() throws IOException {
    left("time-1.ndjson", "{\"entryId\":\"E-3\",\"version\":1,\"projectId\":\"T1\",\"personId\":\"P-7\",\"workDate\":\"2026-09-03\",\"minutes\":30}\n{\"entryId\":\n");
    left("time-2.csv", CSV);

    var page = page(Map.of());

    assertThat(facts(page)).extracting(fact -> fact.get("entryId")).containsExactly("E-1", "E-2");
    assertThat(Files.readString(drop.resolve("quarantine/time-1.ndjson.error.json"))).contains("line ");
    page(page.cursor());
    assertThat(drop.resolve("ack/time-1.ndjson.ack.json")).doesNotExist();
    assertThat(drop.resolve("ack/time-2.csv.ack.json")).exists();
  }

  @Test
  void writesACommandOnceUnderItsKey() throws IOException {
    var call = Bench.call("managed-file", "createProject", Map.of("threadId", "T1", "reference", "T1", "name", "Rollout"));

    for (var i = 0; i < 2; i++) assertThat(connectors.carryOut(call)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.answer()).containsEntry("projectId", "T1"));

    var file = drop.resolve("out/createProject-" + call.key() + ".json");
    assertThat(Files.readString(file)).contains("\"name\":\"Rollout\"");
    assertThat(Files.readString(file.resolveSibling(file.getFileName() + ".sha256"))).startsWith(Sha256.of(Files.readString(file)));
    try (var files = Files.list(drop.resolve("out"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void staysInItsDirectory() throws IOException {
    var files = new FileDrop(drop, java.time.Clock.systemUTC());

    assertThat(files.answer(asked("PUT", "/../x.json", Map.of())).status()).isEqualTo(404);
    assertThat(files.answer(asked("GET", "/in/../../x.json", null)).status()).isEqualTo(404);
    assertThat(files.answer(asked("DELETE", "/in/x.json", null)).status()).isEqualTo(405);
  }

  private static Local.Asked asked(String method, String address, Object body) {
    return new Local.Asked(method, address, body, Map.of(), java.time.Duration.ofSeconds(1));
  }

  private Poll.Page page(Map<String, Object> cursor) {
    var poll = connectors.poll("managed-file", "approvedTime", cursor, item -> false, null);
    assertThat(poll).isInstanceOf(Poll.Page.class);
    return (Poll.Page) poll;
  }

  private List<Map<String, Object>> facts(Poll.Page page) {
    var items = connectors.translate("managed-file", "approvedTime", page.raw()).items();
    assertThat(items).allSatisfy(item -> assertThat(item.problem()).isNull());
    return items.stream().map(Connectors.Item::fact).toList();
  }

  private void left(String name, String content) throws IOException {
    Files.writeString(drop.resolve("in").resolve(name), content);
    Files.writeString(drop.resolve("in").resolve(name + ".sha256"), Sha256.of(content) + "  " + name + "\n");
  }
}
