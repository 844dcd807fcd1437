package io.throughline.sandbox.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a scenario's steps come to, by a bookkeeper's arithmetic: it knows how a line is sold and billed, and nothing of the hub. Invoices
 * are paid in full by the end.
 */
final class Recount {

  final Map<String, BigDecimal> totals = new TreeMap<>();
  final Map<String, Long> people = new TreeMap<>();
  final Set<String> models = new LinkedHashSet<>();
  final Set<String> entities = new LinkedHashSet<>();
  long entries;
  private long invoices;
  private final Map<String, Line> lines = new HashMap<>();
  private final Map<String, Named> named = new HashMap<>();
  private final Set<String> projectsWithHolds = new LinkedHashSet<>();

  private static final class Line {
    final JsonNode deal;
    final JsonNode sold;
    long open;
    BigDecimal billed = BigDecimal.ZERO;

    Line(JsonNode deal, JsonNode sold) {
      this.deal = deal;
      this.sold = sold;
    }
  }

  /** An entry that may change; {@code billed} once a bill holds it. */
  private static final class Named {
    final Line line;
    long minutes;
    boolean billed;

    Named(Line line, long minutes) {
      this.line = line;
      this.minutes = minutes;
    }
  }

  Recount(JsonNode scenario) {
    for (var step : scenario.path("steps")) {
      var name = step.fieldNames().next();
      for (var each : step.get(name).isArray() ? step.get(name) : List.of(step.get(name))) take(name, each);
    }
  }

  private void take(String step, JsonNode each) {
    switch (step) {
      case "people" -> people.merge(each.path("team").asText(each.path("person").asText()), 1L, Long::sum);
      case "win" -> win(each);
      case "time" -> time(each);
      case "change-time" -> change(named.get(each.path("entry").asText()), each.path("minutes").asLong());
      case "milestones" -> milestone(lines.get(key(each)));
      case "await-totals" -> assertThat(totals.get("minutes.approved")).isEqualByComparingTo(each.path("minutes").path("approved").decimalValue());
      case "invoice-run" -> each.path("deals").forEach(deal -> bill(deal.asText()));
      case "release", "await-posted" -> assertThat(each.path("invoices").asLong()).isEqualTo(invoices);
      default -> { }
    }
  }

  private static String key(JsonNode named) {
    return named.path("deal").asText() + "/" + named.path("line").asText();
  }

  private void win(JsonNode deal) {
    add("engagements", 1);
    if (deal.path("approval").asText().equals("pending")) add("exceptions", 1);
    entities.add(deal.path("contractingEntity").asText());
    for (var sold : deal.path("lines")) {
      models.add(sold.path("billing").asText() + (sold.has("capAmount") ? ", capped" : ""));
      lines.put(deal.path("deal").asText() + "/" + sold.path("line").asText(), new Line(deal, sold));
      money(deal, "sold", sold.has("hours") ? sold.get("hours").decimalValue().multiply(sold.get("ratePerHour").decimalValue()) : sold.get("amount").decimalValue());
    }
  }

  private void time(JsonNode sheet) {
    long heads = sheet.has("team") ? people.get(sheet.get("team").asText()) : 1;
    long times = heads * sheet.path("days").asLong(1);
    for (var minutes : sheet.get("minutes").isArray() ? sheet.get("minutes") : List.of(sheet.get("minutes"))) {
      entries += times;
      long all = times * minutes.asLong();
      add("minutes.approved", all);
      if (sheet.has("task")) hold(sheet.path("deal").asText(), all);
      else if (!sheet.path("billable").asBoolean(true)) add("minutes.nonBillable", all);
      else lines.get(key(sheet)).open += all;
      if (sheet.has("entry")) named.put(sheet.get("entry").asText(), new Named(lines.get(key(sheet)), minutes.asLong()));
    }
  }

  /** Nobody sold it: held, one item a project. */
  private void hold(String deal, long minutes) {
    add("minutes.held", minutes);
    if (projectsWithHolds.add(deal)) add("exceptions", 1);
  }

  /** What a bill holds comes back as a credit note, which is owed as the bill is paid by then, and the new minutes are open. */
  private void change(Named entry, long minutes) {
    add("minutes.approved", minutes - entry.minutes);
    if (entry.billed) {
      add("invoices", 1);
      add("exceptions", 1);
      add("minutes.invoiced", -entry.minutes);
      money(entry.line.deal, "invoiced", price(entry.line, entry.minutes).negate());
      entry.line.billed = entry.line.billed.subtract(price(entry.line, entry.minutes));
      entry.line.open += minutes;
    } else entry.line.open += minutes - entry.minutes;
    entry.minutes = minutes;
    entry.billed = false;
  }

  private void milestone(Line line) {
    invoice(line, line.sold.get("amount").decimalValue());
    invoices++;
    add("invoices", 1);
  }

  /** One invoice a deal, or a purchase order where the client asks for them. */
  private void bill(String deal) {
    var orders = new LinkedHashSet<String>();
    for (var line : lines.values()) {
      if (!line.deal.path("deal").asText().equals(deal) || line.open == 0) continue;
      long fits = line.sold.has("capAmount") ? Math.min(line.open, fitting(line)) : line.open;
      var amount = price(line, fits).min(room(line));
      add("minutes.invoiced", fits);
      add("minutes.covered", line.open - fits);
      line.open = 0;
      if (fits == 0) continue;
      invoice(line, amount);
      orders.add(line.deal.path("client").path("purchaseOrderRequired").asBoolean() ? line.sold.path("purchaseOrder").asText() : "");
      named.values().stream().filter(entry -> entry.line == line).forEach(entry -> entry.billed = true);
    }
    invoices += orders.size();
    add("invoices", orders.size());
  }

  private void invoice(Line line, BigDecimal amount) {
    line.billed = line.billed.add(amount);
    money(line.deal, "invoiced", amount);
    money(line.deal, "paid", amount);
  }

  private static BigDecimal room(Line line) {
    return line.sold.has("capAmount") ? line.sold.get("capAmount").decimalValue().subtract(line.billed) : new BigDecimal(Long.MAX_VALUE);
  }

  /** Minutes until the cap; the one that crosses it still counts. */
  private static long fitting(Line line) {
    return room(line).multiply(BigDecimal.valueOf(60)).divide(line.sold.get("ratePerHour").decimalValue(), 0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal price(Line line, long minutes) {
    return line.sold.get("ratePerHour").decimalValue().multiply(BigDecimal.valueOf(minutes)).divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP);
  }

  private void money(JsonNode deal, String what, BigDecimal amount) {
    totals.merge("money." + deal.path("currency").asText() + "." + what, amount, BigDecimal::add);
  }

  private void add(String what, long count) {
    totals.merge(what, BigDecimal.valueOf(count), BigDecimal::add);
  }
}
