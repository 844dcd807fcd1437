package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.sandbox.language.Expressions;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.language.Scope;
import io.throughline.sandbox.language.Template;
import io.throughline.sandbox.vendor.Vendor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.List;

/**
 * What a vendor's users are seen doing, and what a call does that is more than one row, as the description tells it: steps {@code find},
 * {@code list} (all that fit), {@code ensure} (find or create), {@code create}, {@code update}, {@code delete}, {@code refuse} and a last {@code answer};
 * an observation is a condition over rows.
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
    var steps = vendor.described().path("drives").path(verb);
    var scope = run(steps, dated(Scope.of(body)), vendor, users, clock);
    JsonNode answer = Json.object();
    for (var step : steps) if (step.has("answer")) answer = Template.fill(step.get("answer"), scope);
    return answer;
  }

  /** Takes the steps in turn; what each made is known to the next by its name. */
  static Scope run(JsonNode steps, Scope about, Vendor vendor, Desk desk, Clock clock) {
    var now = clock.instant();
    var scope = about.with("now", Json.text(now.toString())).with("today", Json.text(LocalDate.ofInstant(now, ZoneOffset.UTC).toString()));
    for (var step : steps) {
      if (step.has("answer") || step.has("when") && Json.nothing(scope.at(step.get("when").asText()))) continue;
      if (step.has("refuse")) refuse(step, scope);
      else scope = scope.with(step.path("as").asText("last"), step(step, scope, vendor, desk));
    }
    return scope;
  }

  /** What vendors say differently: {@code hours} of {@code minutes}; day, week, and beginning and end at work, of {@code date}; {@code recordId} and {@code part} of an entry that is a part of a record. */
  private static Scope dated(Scope about) {
    var scope = about;
    var minutes = scope.at("minutes");
    if (!Json.nothing(minutes)) scope = scope.with("hours", Json.text(minutes.decimalValue().divide(BigDecimal.valueOf(60), 5, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString())).with("seconds", Json.of(minutes.asLong() * 60)).with("clockOfMinutes", Json.text(java.time.LocalTime.MIN.plusMinutes(minutes.asLong()).toString() + ":00"));
    var entry = scope.at("entryId").asText("");
    int colon = entry.indexOf(':');
    if (colon > 0) scope = scope.with("recordId", Json.text(entry.substring(0, colon))).with("part", Json.text(entry.substring(colon + 1)));
    var date = scope.at("date").asText("");
    if (date.isEmpty()) return scope;
    var day = LocalDate.parse(date);
    if (!Json.nothing(minutes)) scope = scope.with("startedAt", Json.text(date + "T08:00:00Z")).with("endedAt", Json.text(day.atTime(8, 0).plusMinutes(minutes.asLong()).toInstant(ZoneOffset.UTC).toString()));
    var first = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.of(1)));
    return scope.with("weekday", Json.text(day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))).with("weekStart", Json.text(first.toString())).with("weekEnd", Json.text(first.plusDays(6).toString()));
  }

  private static void refuse(JsonNode step, Scope scope) {
    if (Expressions.condition(step.get("refuse").asText()).test(scope)) {
      throw Refusal.of(step.path("kind").asText("rule"), "message", Template.line(step.path("message").asText(), scope), "field", step.path("field").asText());
    }
  }

  private static JsonNode step(JsonNode step, Scope scope, Vendor vendor, Desk desk) {
    if (!step.has("each")) return single(step, scope, vendor, desk);
    var done = Json.array();
    for (var item : each(scope.at(step.get("each").asText()))) done.add(single(step, scope.with("item", item), vendor, desk));
    return done;
  }

  /** An element that was not repeated is a list of one. */
  private static Iterable<JsonNode> each(JsonNode items) {
    return items.isArray() ? items : Json.nothing(items) ? List.of() : List.of(items);
  }

  private static JsonNode single(JsonNode step, Scope scope, Vendor vendor, Desk desk) {
    if (step.has("create")) return desk.put(Template.line(step.get("create").asText(), scope), Template.fill(step.get("row"), scope), author(step));
    if (step.has("update")) return update(step, scope, vendor, desk);
    if (step.has("delete")) return desk.remove(Template.line(step.get("delete").asText(), scope), Template.line(step.get("id").asText(), scope)).orElseGet(Json::object);
    var collection = step.path("find").asText(step.path("list").asText(step.path("ensure").asText()));
    var found = desk.rows(collection, Template.line(step.get("where").asText(), quoted(scope)));
    if (step.has("list")) return Json.array().addAll(found);
    if (found.size() == 1) return found.get(0);
    if (found.isEmpty() && step.has("ensure")) return desk.put(collection, Template.fill(step.get("row"), scope), author(step));
    throw Refusal.of("not-found", "collection", collection, "value", found.size() + " rows fit " + Template.line(step.get("where").asText(), scope));
  }

  private static Author author(JsonNode step) {
    return step.path("author").asText().equals("api") ? Author.API : Author.USER;
  }

  private static JsonNode update(JsonNode step, Scope scope, Vendor vendor, Desk desk) {
    var collection = Template.line(step.get("update").asText(), scope);
    var id = Template.line(step.get("id").asText(), scope);
    if (desk.find(collection, id).isEmpty()) throw Refusal.of("not-found", "collection", collection, "value", id);
    return desk.put(collection, ((ObjectNode) Template.fill(step.get("row"), scope)).put(vendor.idField(), id), author(step));
  }

  private static Scope quoted(Scope scope) {
    return path -> {
      var value = scope.at(path);
      return value.isMissingNode() ? value : Json.text(value.asText().replace("'", "''"));
    };
  }
}
