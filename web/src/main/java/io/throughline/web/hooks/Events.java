package io.throughline.web.hooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Connectors;
import io.throughline.intake.EvidenceStore;
import io.throughline.intake.Polling;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.thread.view.EvidenceView;
import io.throughline.web.Bodies;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.problem.Troubles;
import io.throughline.web.process.Facts;
import io.throughline.web.process.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Genuine events. {@code changed.<kind>} is a signal: the system's feeds of that kind are read now, so a repeat is harmless.
 * {@code fact.<kind>} carries a canonical fact, stored once under the event's id.
 */
@ApplicationScoped
public class Events {

  private static final String CHANGED = "changed.";
  private static final String FACT = "fact.";

  @Inject Connectors connectors;
  @Inject Polling.Rows pollers;
  @Inject EvidenceStore evidence;
  @Inject EvidenceView known;

  /** An event whose signature fits. */
  record Event(String system, String id, byte[] body) {}

  /** The body of an event. {@code timestamp}: when it happened. */
  record Message(String type, Instant timestamp, JsonNode data) {}

  @Transactional(dontRollbackOn = Refused.class)
  void take(Event event) {
    var message = read(event.body());
    var type = Bodies.text("/type", message.type(), 100);
    if (type.startsWith(CHANGED)) changed(event.system(), kind(type, CHANGED));
    else if (type.startsWith(FACT)) fact(event, kind(type, FACT), message.data());
    else throw new Refused(Problem.field(Code.INVALID_BODY, "/type", "WORD_UNKNOWN", "changed.<kind> or fact.<kind>"));
  }

  private void changed(String system, Kind kind) {
    var feeds = connectors.feeds().stream().filter(feed -> feed.system().equals(system) && feed.kind().equals(kind.word())).toList();
    if (feeds.isEmpty()) throw new Refused(Problem.of(Code.UNKNOWN_KIND, system + " has no feed of " + kind.word()));
    feeds.forEach(feed -> pollers.due(system, feed.name()));
  }

  private void fact(Event event, Kind kind, JsonNode data) {
    if (data == null) throw new Refused(Problem.field(Code.INVALID_BODY, "/data", "REQUIRED", "this field is required"));
    var body = data.toString().getBytes(StandardCharsets.UTF_8);
    Facts.check(kind, data, "/data");
    var kept = evidence.keep(event.system(), EvidenceStore.CANONICAL + kind.word(), "hook:" + event.id(), body);
    if (kept.isNew()) return;
    if (!known.sha256(kept.id()).equals(Sha256.of(body))) throw new Refused(Problem.of(Code.EVENT_ID_REUSED, "event " + event.id() + " came before with other content"));
  }

  private static Kind kind(String type, String prefix) {
    var word = type.substring(prefix.length());
    return Kind.named(word).orElseThrow(() -> new Refused(Problem.of(Code.UNKNOWN_KIND, "no facts of kind " + word + " are taken")));
  }

  private static Message read(byte[] body) {
    try {
      return Bodies.present(Json.MAPPER.readValue(body, Message.class));
    } catch (JsonProcessingException e) {
      throw new Refused(Troubles.problem(e, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
