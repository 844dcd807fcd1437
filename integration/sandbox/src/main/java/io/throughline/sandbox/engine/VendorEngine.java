package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Malformed;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One vendor at work. Calls are taken one at a time: what a call changes is there entirely, or not at all. */
public final class VendorEngine {

  private final Vendor vendor;
  private final Tokens tokens;
  private final Forgery forgery;
  private final Answers answers;
  private final ReadVerbs reads;
  private final ListedByBody listed;
  private final GraphQl graphql;
  private final Map<String, Answer> done = new HashMap<>();
  private final WriteVerbs writes;

  public VendorEngine(Vendor vendor, Rows rows, Tokens tokens, Clock clock) {
    this.vendor = vendor;
    this.tokens = tokens;
    this.forgery = new Forgery(vendor);
    var reading = new Reading(vendor, rows);
    this.answers = new Answers(vendor, reading);
    this.reads = new ReadVerbs(vendor, rows, reading, answers);
    this.graphql = new GraphQl(vendor, rows, reading, clock);
    this.listed = new ListedByBody(vendor, rows, reading, answers);
    this.writes = new WriteVerbs(vendor, rows, clock, reading, reads, answers);
  }

  public Vendor vendor() {
    return vendor;
  }

  /** The name of what a call does, for faults: {@code invoice.upsert}, {@code query}, {@code token}. */
  public String operation(Call call) {
    return Found.of(vendor, call).map(Found::operation).orElse("unknown");
  }

  public Answer handle(Call call) {
    return handle(call, UnaryOperator.identity());
  }

  /** @param disorder what happens to listed rows on their way out */
  public synchronized Answer handle(Call call, UnaryOperator<List<JsonNode>> disorder) {
    answers.count();
    try {
      var found = Found.of(vendor, call).orElseThrow(() -> Refusal.of("no-such-path", "value", call.method() + " " + call.path()));
      if (!found.route().open()) {
        tokens.check(call);
        forgery.check(found, call);
      }
      found.collection().filter(collection -> !collection.allows(found.route().does())).ifPresent(collection -> {
        throw Refusal.of("not-allowed", "collection", collection.name(), "value", found.route().does());
      });
      return forgery.told(answers.headed(act(found, call, disorder), call), call, false);
    } catch (Refusal refusal) {
      return forgery.told(answers.headed(refused(refusal, call), call), call, refusal.kind().equals("forged"));
    } catch (Malformed malformed) {
      return answers.headed(refused(Refusal.of("malformed-query", "message", malformed.getMessage()), call), call);
    }
  }

  /** The vendor's own error for a kind of refusal; faults speak through it too. */
  public Answer refused(Refusal refusal, Call call) {
    return answers.refused(refusal, call);
  }

  private Answer act(Found found, Call call, UnaryOperator<List<JsonNode>> disorder) {
    return switch (found.route().does()) {
      case "token" -> tokens.issue(call);
      case "list" -> reads.list(found, call, disorder);
      case "read" -> reads.read(found, call);
      case "query" -> reads.query(found, call, disorder);
      case "next" -> reads.next(found, call);
      case "graphql" -> graphql.run(call);
      case "search" -> listed.search(found, call, disorder);
      case "batch" -> listed.batch(found, call);
      case "create" -> once(found, call);
      case "update" -> writes.update(found, call);
      case "watch" -> writes.watch(found, call);
      case "upsert" -> writes.upsert(found, call);
      case "act" -> writes.act(found, call);
      case "delete" -> writes.delete(found, call);
      case "transform" -> writes.transform(found, call);
      case "fixed" -> answers.answer("fixed", found, call, Map.of());
      default -> throw new IllegalArgumentException(vendor.name() + ": no verb " + found.route().does());
    };
  }

  /** A route may name a header by which a repeat is known: it is answered as the first was. */
  private Answer once(Found found, Call call) {
    var key = call.header(found.route().described().path("once").asText());
    if (key.isEmpty()) return writes.create(found, call);
    var known = done.get(call.path() + " " + key);
    if (known != null) return known;
    var answer = writes.create(found, call);
    done.put(call.path() + " " + key, answer);
    return answer;
  }
}
