package io.throughline.web.hooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.connector.Connectors;
import io.throughline.connector.Connectors.Answered;
import io.throughline.connector.Connectors.Hook;
import io.throughline.connector.Connectors.HookCall;
import io.throughline.intake.EvidenceStore;
import io.throughline.intake.HookBook;
import io.throughline.intake.Polling;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.thread.view.EvidenceView;
import io.throughline.web.Bodies;
import io.throughline.web.Strict;
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
 * Genuine events. {@code changed.<kind>} is a signal: the system's feeds of that kind are read now. {@code fact.<kind>} carries a
 * canonical fact. Both are taken once under the message's id, so a repeat is harmless.
 */
@ApplicationScoped
public class Events {

  private static final String CHANGED = "changed.";
  private static final String FACT = "fact.";
  private static final int ID_MOST = 255;

  @Inject Connectors connectors;
  @Inject Polling.Rows pollers;
  @Inject EvidenceStore evidence;
  @Inject EvidenceView known;
  @Inject HookBook book;

  /** The standard form. {@code timestamp}: when it happened. */
  record Message(String type, Instant timestamp, JsonNode data) {}

  @Transactional(dontRollbackOn = Refused.class)
  Answered take(String system, HookCall call) {
    var hook = connectors.hook(system, call, book.kept(system));
    if (hook instanceof Hook.Unknown) throw refused(Code.UNKNOWN_SYSTEM, "no hook for " + system);
    if (hook instanceof Hook.Refused refused) throw refused(Code.SIGNATURE_REFUSED, refused.reason());
    if (hook instanceof Hook.Unreadable unreadable) throw refused(Code.INVALID_BODY, unreadable.reason());
    if (hook instanceof Hook.Introduction introduction) {
      if (introduction.keep() != null) book.keep(system, introduction.keep());
      return introduction.reply();
    }
    var event = (Hook.Event) hook;
    event.messages().forEach(message -> take(system, message, call));
    return event.reply();
  }

  private void take(String system, Connectors.Message message, HookCall call) {
    if (message.id() == null || message.id().isEmpty() || message.id().length() > ID_MOST) throw refused(Code.INVALID_BODY, "a message's id has 1 to 255 characters");
    if (message.type() == null) standard(system, message.id(), call);
    else take(system, message.id(), message.type(), message.data() == null ? null : Json.MAPPER.valueToTree(message.data()));
  }

  private void standard(String system, String id, HookCall call) {
    var type = call.header("content-type");
    if (type == null || !type.split(";")[0].trim().equalsIgnoreCase("application/json")) throw refused(Code.UNSUPPORTED_MEDIA_TYPE, Code.UNSUPPORTED_MEDIA_TYPE.remedy());
    var message = read(call.body());
    take(system, id, Bodies.text("/type", message.type(), 100), message.data());
  }

  private void take(String system, String id, String type, JsonNode data) {
    if (type.startsWith(CHANGED)) changed(system, id, kind(type, CHANGED));
    else if (type.startsWith(FACT)) fact(system, id, kind(type, FACT), data);
    else throw new Refused(Problem.field(Code.INVALID_BODY, "/type", "WORD_UNKNOWN", "changed.<kind> or fact.<kind>"));
  }

  private void changed(String system, String id, Kind kind) {
    var feeds = connectors.feeds().stream().filter(feed -> feed.system().equals(system) && feed.kind().equals(kind.word())).toList();
    if (feeds.isEmpty()) throw refused(Code.UNKNOWN_KIND, system + " has no feed of " + kind.word());
    if (book.isNew(system, id)) feeds.forEach(feed -> pollers.due(system, feed.name()));
  }

  private void fact(String system, String id, Kind kind, JsonNode data) {
    if (data == null) throw new Refused(Problem.field(Code.INVALID_BODY, "/data", "REQUIRED", "this field is required"));
    var body = data.toString().getBytes(StandardCharsets.UTF_8);
    Facts.check(kind, data, "/data");
    var kept = evidence.keep(system, EvidenceStore.CANONICAL + kind.word(), "hook:" + id, body);
    if (kept.isNew()) return;
    if (!known.sha256(kept.id()).equals(Sha256.of(body))) throw refused(Code.EVENT_ID_REUSED, "event " + id + " came before with other content");
  }

  private static Kind kind(String type, String prefix) {
    var word = type.substring(prefix.length());
    return Kind.named(word).orElseThrow(() -> refused(Code.UNKNOWN_KIND, "no facts of kind " + word + " are taken"));
  }

  private static Message read(byte[] body) {
    try {
      return Bodies.present(Strict.MAPPER.readValue(body, Message.class));
    } catch (JsonProcessingException e) {
      throw new Refused(Troubles.problem(e, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Refused refused(Code code, String detail) {
    return new Refused(Problem.of(code, detail));
  }
}
