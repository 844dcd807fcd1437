package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.vendor.Vendor;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What a vendor's users are seen doing, as the description tells it. A drive is steps {@code find}, {@code ensure} (find or
 * create), {@code create}, {@code update} and a last {@code answer}; an observation is a condition over rows.
 */
public final class Drives {

  private final Vendor vendor;
  private final VendorUsers users;
  private final Clock clock;

  public Drives(Vendor vendor, VendorUsers users, Clock clock) {
    this.vendor = vendor;
    this.users = users;
    this.clock = clock;
  }

  public boolean drives(String verb) {
    return vendor.described().path("drives").has(verb);
  }

  public boolean observes(String verb) {
    return vendor.described().path("observes").has(verb);
  }

  /** What a user would see on a screen: an answer for each row that fits the description's condition. */
  public JsonNode observe(String verb, JsonNode about) {
    var described = vendor.described().path("observes").path(verb);
    var scope = Scope.of(about);
    var seen = Json.array();
    users.rows(described.path("collection").asText(), Template.line(described.path("where").asText(), quoted(scope)))
        .forEach(row -> seen.add(Template.fill(described.get("answer"), scope.with("row", row))));
    return seen;
  }

  /** One at a time, so that two drives do not both create what neither finds. */
  public synchronized JsonNode drive(String verb, JsonNode body) {
    var now = clock.instant();
    Scope scope = Scope.of(body).with("now", Json.text(now.toString())).with("today", Json.text(LocalDate.ofInstant(now, ZoneOffset.UTC).toString()));
    JsonNode answer = Json.object();
    for (var step : vendor.described().path("drives").path(verb)) {
      if (step.has("answer")) answer = Template.fill(step.get("answer"), scope);
      else if (!step.has("when") || !Json.nothing(scope.at(step.get("when").asText()))) scope = scope.with(step.path("as").asText("last"), step(step, scope));
    }
    return answer;
  }

  private JsonNode step(JsonNode step, Scope scope) {
    if (!step.has("each")) return single(step, scope);
    var done = Json.array();
    for (var item : scope.at(step.get("each").asText())) done.add(single(step, scope.with("item", item)));
    return done;
  }

  private JsonNode single(JsonNode step, Scope scope) {
    if (step.has("create")) return users.put(step.get("create").asText(), Template.fill(step.get("row"), scope));
    if (step.has("update")) return update(step, scope);
    var collection = step.path("find").asText(step.path("ensure").asText());
    var found = users.rows(collection, Template.line(step.get("where").asText(), quoted(scope)));
    if (found.size() == 1) return found.get(0);
    if (found.isEmpty() && step.has("ensure")) return users.put(collection, Template.fill(step.get("row"), scope));
    throw Refusal.of("not-found", "collection", collection, "value", found.size() + " rows fit " + Template.line(step.get("where").asText(), scope));
  }

  private JsonNode update(JsonNode step, Scope scope) {
    var collection = step.get("update").asText();
    var id = Template.line(step.get("id").asText(), scope);
    if (users.find(collection, id).isEmpty()) throw Refusal.of("not-found", "collection", collection, "value", id);
    return users.put(collection, ((ObjectNode) Template.fill(step.get("row"), scope)).put(vendor.idField(), id));
  }

  private static Scope quoted(Scope scope) {
    return path -> {
      var value = scope.at(path);
      return value.isMissingNode() ? value : Json.text(value.asText().replace("'", "''"));
    };
  }
}
