package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.throughline.connector.Connectors.Item;
import io.throughline.connector.Connectors.Poll;
import io.throughline.connector.Connectors.Probe;
import io.throughline.journey.Outcome;
import io.throughline.store.Sha256;
import io.throughline.system.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every system of a role has to do for the journeys, whatever it is called. */
abstract class RoleSuite {

  @TempDir Path firm;

  Played played;

  @BeforeEach
  void start() {
    played = new Played(firm);
  }

  @AfterEach
  void stop() throws IOException {
    played.close();
    assertThat(played.wrong).as("against the vendors' contracts").isEmpty();
  }

  Map<String, Object> done(String system, Command command) {
    var outcome = played.recording.outcome(call(system, command), played.connectors::carryOut);
    assertThat(outcome).as(system + " " + command).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).answer();
  }

  /** Where it can sign in by a statement that its own key has signed, that is enough. */
  void signsByItsOwnKey(String system, Command command) {
    var way = Folders.shipped(system).descriptor.auth().stream().filter(auth -> auth.strategy() == Descriptor.Strategy.JWT_BEARER).findFirst();
    assumeThat(way).isPresent();
    played.signing(system, way.get());

    done(system, command);

    assertThat(played.askedForTokens(system)).singleElement().satisfies(form -> assertThat(form).contains("assertion=").doesNotContain("client_secret"));
  }

  /** The same, but as another effect: a journey that is opened again is of another generation, and what the first made is not taken for it. */
  Map<String, Object> doneAgain(String system, Command command) {
    var first = call(system, command);
    var call = new Connectors.Call(system, first.operation(), "cd".repeat(32), first.input(), first.deadline(), first.headers());
    assertThat(played.connectors.probe(call)).as(system + " before it is done again " + command).isInstanceOf(Probe.Absent.class);
    var outcome = played.connectors.carryOut(call);
    assertThat(outcome).as(system + " again " + command).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).answer();
  }

  /** A create is not there before, done once, found afterwards with the same answer, and unique; what a system lacks is only said to be done. */
  Map<String, Object> createdOnce(String system, Command command) {
    if (Folders.shipped(system).descriptor.operations().get(command.operation()).lacks() != null) return done(system, command);
    var call = call(system, command);
    assertThat(played.recording.probe(call, played.connectors::probe)).as("before " + command).isInstanceOf(Probe.Absent.class);
    var answer = done(system, command);
    assertThat(played.recording.probe(call, played.connectors::probe)).as("after " + command).isInstanceOfSatisfying(Probe.Found.class, found -> assertThat(found.done().answer()).isEqualTo(answer));
    assertThat(played.duplicates(system)).isEmpty();
    return answer;
  }

  /** Every fact of a feed, page after page. */
  List<Map<String, Object>> facts(String system, String feed) {
    var facts = new ArrayList<Map<String, Object>>();
    Map<String, Object> cursor = Map.of();
    while (true) {
      var at = cursor;
      var poll = played.recording.poll(system, feed, cursor, () -> played.connectors.poll(system, feed, at, item -> false, null), raw -> played.connectors.translate(system, feed, raw));
      assertThat(poll).isInstanceOf(Poll.Page.class);
      var page = (Poll.Page) poll;
      for (var item : played.connectors.translate(system, feed, page.raw()).items()) {
        assertThat(item.problem()).as(system + " " + feed).isNull();
        facts.add(reread(((Item) item).fact()));
      }
      cursor = page.cursor();
      if (!page.more()) return facts;
    }
  }

  /** As a reader of the stored fact sees it: a number is a number, whatever it was made from. */
  private static Map<String, Object> reread(Map<String, Object> fact) {
    try {
      return Tree.map(Tree.read(Tree.write(fact)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Connectors.Call call(String system, Command command) {
    var input = new HashMap<String, Object>();
    io.throughline.store.Json.map(command).forEach((name, value) -> input.put(name, value));
    return Bench.call(system, command.operation(), Sha256.of(command.toString()), input); // one key for each intended effect
  }
}
