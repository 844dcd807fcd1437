package io.throughline.finance.quote;

import io.throughline.finance.whatif.Refusal;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The what-if of a quote: its contract among the firm's standing facts, each planned time worked evenly on the working days, milestones
 * accepted on their day, a bill at each month's end. What cannot be read is refused with a pointer into the quote.
 */
final class PlayedQuote {

  static final String CONTRACT = "quote";

  /** Standing facts that a quote is played with; work, bills and cash are the quote's own. */
  private static final List<String> STANDING = List.of("entities", "accounts", "fxRates", "taxRates", "dimensionRules", "calendars", "transferPrices", "rateCards");

  /** A planned working day of one person. */
  private static final long DAY_MINUTES = 480;

  /** Ten years: a quote beyond that is a mistake. */
  private static final int MOST_DAYS = 3_653;

  /** Planned days of all people together: what a server of the default size answers at once. */
  private static final int MOST_ENTRIES = 100_000;

  final Map<String, Object> contract = new LinkedHashMap<>();
  final Map<String, Object> bundle = new LinkedHashMap<>();
  final List<Refusal> refusals = new ArrayList<>();
  /** Which roles are planned for a line. */
  final Map<String, List<String>> roles = new LinkedHashMap<>();
  private final List<Object> people = new ArrayList<>();
  private final List<Object> time = new ArrayList<>();
  private final List<Object> milestones = new ArrayList<>();
  private LocalDate from;
  private LocalDate through;

  PlayedQuote(Map<String, ?> quote, Map<String, ?> books) {
    map(quote.get("contract")).forEach(contract::put);
    if (contract.isEmpty()) refuse("/contract", "REQUIRED", "the terms that are quoted");
    from = day("/contract/startsOn", contract.get("startsOn"));
    through = day("/contract/endsOn", contract.get("endsOn"));
    if (!refusals.isEmpty()) return;
    if (through.isBefore(from) || from.plusDays(MOST_DAYS).isBefore(through)) {
      refuse("/contract/endsOn", "NONSENSE", "ends before it starts, or more than ten years later");
      return;
    }
    for (var limit : List.of("maxDiscountPercent", "minMarginPercent")) {
      var percent = map(books.get("policy")).get(limit);
      if (percent != null && amount(percent) == null) refuse("/books/policy/" + limit, "NONSENSE", "not a percentage: " + percent);
    }
    var plan = list(quote.get("plan"));
    for (var i = 0; i < plan.size(); i++) plan("/plan/" + i, i, map(plan.get(i)));
    if (refusals.isEmpty()) bundle(books);
  }

  private void plan(String at, int no, Map<String, ?> planned) {
    var line = line(planned.get("line"));
    if (line == null) {
      refuse(at + "/line", "UNKNOWN_REFERENCE", "no line " + planned.get("line"));
    } else if ("milestone".equals(line.get("billing"))) {
      var on = planned.containsKey("on") ? day(at + "/on", planned.get("on")) : through;
      if (on != null) milestone(line, on);
    } else if (!(planned.get("minutes") instanceof Integer || planned.get("minutes") instanceof Long) || ((Number) planned.get("minutes")).longValue() <= 0) {
      refuse(at + "/minutes", "REQUIRED", "how many minutes are planned, a whole number");
    } else if (planned.get("costPerHour") != null && amount(planned.get("costPerHour")) == null) {
      refuse(at + "/costPerHour", "NONSENSE", "not an amount: " + planned.get("costPerHour"));
    } else {
      work(at, no, line, ((Number) planned.get("minutes")).longValue(), planned);
    }
  }

  private void milestone(Map<String, ?> line, LocalDate on) {
    milestones.add(Map.of("milestoneId", line.containsKey("milestoneId") ? line.get("milestoneId") : line.get("lineId"), "completedOn", on.toString(), "acceptanceReference", CONTRACT));
  }

  /** As many people as it takes, each a day's work a day; what is left over on the last days. */
  private void work(String at, int no, Map<String, ?> line, long minutes, Map<String, ?> planned) {
    var days = from.datesUntil(through.plusDays(1)).filter(PlayedQuote::works).toList();
    if (days.isEmpty()) {
      refuse(at, "NONSENSE", "there is no working day between " + from + " and " + through);
      return;
    }
    if (minutes > DAY_MINUTES * days.size() * 100 || time.size() + (minutes / DAY_MINUTES / days.size() + 1) * days.size() > MOST_ENTRIES) { // a hundred people
      refuse(at + "/minutes", "NONSENSE", "more than a hundred people could work, or the whole plan is longer than " + MOST_ENTRIES + " days");
      return;
    }
    if (planned.get("role") != null) roles.computeIfAbsent(String.valueOf(line.get("lineId")), id -> new ArrayList<>()).add(String.valueOf(planned.get("role")));
    var left = minutes;
    for (var person = 0; left > 0; person++) {
      var id = "plan-" + no + "-" + person;
      var share = Math.min(left, DAY_MINUTES * days.size());
      if (planned.get("costPerHour") != null) employ(id, planned);
      var done = 0L;
      for (var day = 0; day < days.size(); day++) {
        var upTo = share * (day + 1) / days.size();
        if (upTo > done) time.add(entry(id, days.get(day), upTo - done, line, planned));
        done = upTo;
      }
      left -= share;
    }
  }

  private Map<String, Object> entry(String person, LocalDate on, long minutes, Map<String, ?> line, Map<String, ?> planned) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("entryId", person + "-" + on);
    entry.put("projectId", CONTRACT);
    entry.put("taskId", String.valueOf(line.get("lineId")));
    entry.put("personId", person);
    if (planned.get("role") != null) entry.put("role", planned.get("role"));
    entry.put("workDate", on.toString());
    entry.put("minutes", (int) minutes);
    entry.put("contractId", CONTRACT);
    return entry;
  }

  private void employ(String id, Map<String, ?> planned) {
    var entity = planned.get("employer") == null ? contract.get("entity") : planned.get("employer");
    people.add(Map.of(
        "personId", id,
        "employments", List.of(Map.of("entity", String.valueOf(entity), "from", from.toString())),
        "costRates", List.of(Map.of("from", from.toString(), "perHour", String.valueOf(planned.get("costPerHour"))))));
  }

  private void bundle(Map<String, ?> books) {
    var last = through.plusDays(1);
    bundle.put("asOf", Map.of("effectiveOn", last.toString()));
    for (var kind : STANDING) if (books.get(kind) != null) bundle.put(kind, books.get(kind));
    contract.put("contractId", CONTRACT);
    contract.put("lines", list(contract.get("lines")).stream().map(this::placed).toList());
    bundle.put("contracts", List.of(contract));
    bundle.put("people", people);
    bundle.put("timeEntries", time);
    bundle.put("milestones", milestones);
    var runs = new ArrayList<Object>();
    for (var day = from.withDayOfMonth(1).plusMonths(1); day.isBefore(last); day = day.plusMonths(1)) runs.add(Map.of("on", day.toString(), "through", day.minusDays(1).toString()));
    runs.add(Map.of("on", last.toString(), "through", through.toString()));
    bundle.put("invoiceRuns", runs);
  }

  /** Planned time belongs to the line that it is planned for; a milestone that has no name is the line's. */
  private Object placed(Object line) {
    var placed = new LinkedHashMap<String, Object>(map(line));
    if ("milestone".equals(placed.get("billing"))) placed.putIfAbsent("milestoneId", String.valueOf(placed.get("lineId")));
    else if ("time-and-materials".equals(placed.get("billing")) || "retainer".equals(placed.get("billing"))) placed.put("scope", Map.of("tasks", List.of(String.valueOf(placed.get("lineId")))));
    return placed;
  }

  private Map<String, ?> line(Object id) {
    return list(contract.get("lines")).stream().map(PlayedQuote::map).filter(line -> id != null && id.equals(line.get("lineId"))).findFirst().orElse(null);
  }

  private LocalDate day(String at, Object text) {
    if (text == null) {
      refuse(at, "REQUIRED", "a day");
      return null;
    }
    try {
      return LocalDate.parse(String.valueOf(text));
    } catch (DateTimeException unreadable) {
      refuse(at, "NONSENSE", "not a day: " + text);
      return null;
    }
  }

  private void refuse(String pointer, String code, String text) {
    refusals.add(new Refusal(pointer, code, text));
  }

  private static boolean works(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  @SuppressWarnings("unchecked") // a tree of JSON has texts as keys
  static Map<String, Object> map(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  static BigDecimal number(Object text) {
    return text == null ? null : new BigDecimal(String.valueOf(text));
  }

  /** Null for what is no amount from zero on. */
  static BigDecimal amount(Object text) {
    try {
      var amount = number(text);
      return amount == null || amount.signum() < 0 ? null : amount;
    } catch (NumberFormatException unreadable) {
      return null;
    }
  }
}
