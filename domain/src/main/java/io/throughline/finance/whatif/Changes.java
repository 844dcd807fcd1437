package io.throughline.finance.whatif;

import io.throughline.finance.whatif.ContractFact.RevenuePolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be otherwise in facts, said in a line each: a bundle in, the changed bundle out. Pure; as if it had been agreed so from the beginning. */
public final class Changes {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Before all facts. */
  private static final String ALWAYS = "0001-01-01";

  /** Ends the ids of what is only asked. */
  private static final String ASKED = "/what-if";

  @Says("What is to be otherwise, and how revenue is looked at.")
  record Asked(
      @Says(value = "What is to be otherwise; one after the other.", must = true) List<Change> changes,
      @Says("as-billed (default), as the ledger takes it, or as-earned, by the rules; on both sides.") RevenuePolicy revenue) {

    Asked {
      if (changes.isEmpty()) throw new IllegalArgumentException("no changes");
    }
  }

  /** What of a change is to be said, and what may be. */
  enum Kind {
    PRICE("", "contractId lineId percent to from"),
    AMOUNT("", "contractId lineId percent to"),
    CAP("contractId lineId", "to"),
    INCLUDED("minutes", "contractId lineId"),
    WORK("contractId lineId minutes on", ""),
    BILL("", "contractId"),
    EXCHANGE("currency books was to", "contractId");

    private final Set<String> must;
    private final Set<String> known;

    Kind(String must, String may) {
      this.must = words(must);
      known = words(must + " " + may);
    }

    private static Set<String> words(String text) {
      return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  @Says("One thing that is to be otherwise. Without contractId: in every contract; without lineId: in every line that has such a thing.")
  record Change(
      @Says(value = "price: prices of time, by `percent` or `to`. amount: fees, milestones, amounts of periods, by `percent` or `to`. cap: the most that is billed of a line, none without `to`. included: minutes that a period includes. work: minutes more on a line. bill: a bill of all that is due on the last day. exchange: a rate of the books.", must = true) Kind kind,
      @Says("The contract.") String contractId,
      @Says("The line.") String lineId,
      @Says(value = "Percent more; less than 0 is less. Prices keep their digits, rounded half up.", signed = true) BigDecimal percent,
      @Says("The new price, amount, cap or rate.") BigDecimal to,
      @Says("price: the first work date that has it; all when absent.") LocalDate from,
      @Says("included, work: minutes.") Integer minutes,
      @Says("work: its work date.") LocalDate on,
      @Says("exchange: the currency that is exchanged.") Currency currency,
      @Says("exchange: the currency of the books.") Currency books,
      @Says("exchange: the rate to compare with; one unit of `currency` in `books`.") BigDecimal was) {

    Change {
      var said = new LinkedHashMap<String, Object>();
      said.put("contractId", contractId);
      said.put("lineId", lineId);
      said.put("percent", percent);
      said.put("to", to);
      said.put("from", from);
      said.put("minutes", minutes);
      said.put("on", on);
      said.put("currency", currency);
      said.put("books", books);
      said.put("was", was);
      said.values().removeIf(value -> value == null);
      for (var field : kind.must) if (!said.containsKey(field)) throw new IllegalArgumentException(Reading.word(kind) + " without " + field);
      for (var field : said.keySet()) if (!kind.known.contains(field)) throw new IllegalArgumentException(Reading.word(kind) + " has no " + field);
      if (kind.known.contains("percent") && (percent == null) == (to == null)) throw new IllegalArgumentException("either percent or to");
      if (percent != null && percent.add(HUNDRED).signum() < 0) throw new IllegalArgumentException("less than nothing is left");
      if (kind == Kind.WORK && minutes == 0) throw new IllegalArgumentException("no minutes");
      if (kind == Kind.EXCHANGE && (currency.equals(books) || was.signum() == 0 || to.signum() == 0)) throw new IllegalArgumentException("no rate between two currencies");
    }

    private boolean of(Map<String, Object> contract) {
      return contractId == null || contractId.equals(contract.get("contractId"));
    }

    private boolean takes(Map<String, Object> line) {
      return lineId == null || lineId.equals(line.get("lineId"));
    }

    private String made(Object was) {
      if (to != null) return to.toPlainString();
      var amount = new BigDecimal((String) was);
      return amount.multiply(percent.add(HUNDRED)).divide(HUNDRED, Math.max(2, amount.scale()), RoundingMode.HALF_UP).toPlainString();
    }
  }

  /**
   * Facts to compare.
   *
   * @param touched which of the changes, from 0, change anything in them
   */
  public record Changed(Map<String, Object> was, Map<String, Object> becomes, Set<Integer> touched) {}

  private final Asked asked;

  private Changes(Asked asked) {
    this.asked = asked;
  }

  /** Reads what is asked, a tree of maps, lists and texts by {@link SchemaOf#theChanges}. */
  public static <T> T read(Map<String, ?> tree, Function<Changes, T> read, Function<List<Refusal>, T> refused) {
    var reading = new Reading();
    var asked = reading.read(Asked.class, tree);
    return asked == null ? refused.apply(reading.refusals()) : read.apply(new Changes(asked));
  }

  public int count() {
    return asked.changes().size();
  }

  /** Whether revenue is compared as it is earned, and not as it is billed. */
  public boolean asEarned() {
    return asked.revenue() == RevenuePolicy.AS_EARNED;
  }

  /** Whether they may change anything of a contract. */
  public boolean concern(String contractId) {
    return asked.changes().stream().anyMatch(change -> change.contractId() == null || change.contractId().equals(contractId));
  }

  public Changed of(Map<String, Object> bundle) {
    var run = new Run(bundle);
    for (int i = 0; i < asked.changes().size(); i++) run.make(asked.changes().get(i), i);
    return new Changed(run.was, run.becomes, run.touched);
  }

  /** One bundle's changes. Trees that are given stay as they are. */
  private static final class Run {

    private Map<String, Object> was;
    private Map<String, Object> becomes;
    private final Set<Integer> touched = new HashSet<>();

    Run(Map<String, Object> bundle) {
      was = bundle;
      becomes = bundle;
    }

    void make(Change change, int at) {
      var before = becomes;
      switch (change.kind()) {
        case PRICE -> lines(change, line -> line.containsKey("rates"), line -> with(line, "rates", prices(change, rows(line, "rates").toList())));
        case AMOUNT -> lines(change, line -> line.containsKey("amount"), line -> with(line, "amount", change.made(line.get("amount"))));
        case CAP -> lines(change, line -> true, line -> change.to() == null ? without(line, "cap") : with(line, "cap", change.to().toPlainString()));
        case INCLUDED -> lines(change, line -> line.containsKey("includedMinutes"), line -> with(line, "includedMinutes", change.minutes()));
        case WORK -> work(change, at);
        case BILL -> bill(change);
        case EXCHANGE -> exchange(change);
      }
      if (!becomes.equals(before)) touched.add(at);
    }

    private void lines(Change change, Predicate<Map<String, Object>> have, UnaryOperator<Map<String, Object>> changed) {
      UnaryOperator<Map<String, Object>> terms = contract -> each(contract, "lines", line -> change.takes(line) && have.test(line), changed);
      becomes = each(becomes, "contracts", change::of, terms);
      becomes = each(becomes, "changeOrders", change::of, terms);
    }

    /** A price that counts before the day keeps its own until then. */
    private static List<Map<String, Object>> prices(Change change, List<Map<String, Object>> rates) {
      var prices = new ArrayList<Map<String, Object>>();
      for (var rate : rates) {
        var changed = with(rate, "price", change.made(rate.get("price")));
        if (change.from() == null || !from(rate).isBefore(change.from())) {
          prices.add(changed);
          continue;
        }
        prices.add(rate);
        var ends = rate.get("effectiveThrough");
        var replaced = rates.stream().anyMatch(other -> alike(rate, other) && from(other).isAfter(from(rate)) && !from(other).isAfter(change.from()));
        if (replaced || ends != null && LocalDate.parse((String) ends).isBefore(change.from())) continue;
        prices.add(with(with(changed, "effectiveFrom", change.from().toString()), "rateId", rate.getOrDefault("rateId", "rate") + ASKED));
      }
      return prices;
    }

    private static LocalDate from(Map<String, Object> rate) {
      return LocalDate.parse((String) rate.getOrDefault("effectiveFrom", ALWAYS));
    }

    private static boolean alike(Map<String, Object> rate, Map<String, Object> other) {
      return Stream.of("role", "person", "entity").allMatch(field -> Objects.equals(rate.get(field), other.get(field)));
    }

    private void work(Change change, int at) {
      var line = Stream.of("contracts", "changeOrders").flatMap(kind -> rows(becomes, kind)).filter(change::of).flatMap(terms -> rows(terms, "lines")).filter(change::takes).findFirst();
      if (line.isEmpty() || change.on().isAfter(last(becomes))) return;
      var scope = line.get().get("scope") instanceof Map<?, ?> some ? some : Map.of();
      var entry = new TreeMap<String, Object>();
      entry.put("entryId", change.contractId() + ASKED + "/" + at);
      entry.put("projectId", first(scope, "projects").orElse("what-if"));
      first(scope, "tasks").ifPresent(task -> entry.put("taskId", task));
      entry.put("personId", "what-if");
      entry.put("workDate", change.on().toString());
      entry.put("minutes", change.minutes());
      entry.put("approvedOn", change.on().toString());
      becomes = added(becomes, "timeEntries", entry);
    }

    private static Optional<Object> first(Map<?, ?> scope, String field) {
      return scope.get(field) instanceof List<?> some ? some.stream().<Object>map(each -> each).findFirst() : Optional.empty();
    }

    private void bill(Change change) {
      var on = last(becomes).toString();
      for (var contract : ids(becomes, change)) becomes = added(becomes, "invoiceRuns", new TreeMap<>(Map.of("on", on, "contractId", contract)));
    }

    private static Set<String> ids(Map<String, Object> bundle, Change change) {
      return rows(bundle, "contracts").filter(change::of).map(contract -> (String) contract.get("contractId")).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void exchange(Change change) {
      if (rows(becomes, "contracts").noneMatch(contract -> change.of(contract) && change.currency().getCurrencyCode().equals(contract.get("currency")))) return;
      was = exchanged(was, change, change.was());
      becomes = exchanged(becomes, change, change.to());
    }

    private static Map<String, Object> exchanged(Map<String, Object> bundle, Change change, BigDecimal rate) {
      var books = change.books().getCurrencyCode();
      var changed = bundle;
      for (var entity : rows(bundle, "contracts").filter(change::of).map(contract -> contract.get("entity")).distinct().toList()) {
        if (rows(changed, "entities").noneMatch(each -> entity.equals(each.get("entityId")))) changed = added(changed, "entities", new TreeMap<>(Map.of("entityId", entity, "currency", books)));
      }
      return added(changed, "fxRates", new TreeMap<>(Map.of("from", change.currency().getCurrencyCode(), "to", books, "on", ALWAYS, "rate", rate.toPlainString())));
    }

    private static LocalDate last(Map<String, Object> bundle) {
      return LocalDate.parse((String) ((Map<?, ?>) bundle.get("asOf")).get("effectiveOn"));
    }
  }

  private static Map<String, Object> each(Map<String, Object> of, String list, Predicate<Map<String, Object>> which, UnaryOperator<Map<String, Object>> changed) {
    if (!of.containsKey(list)) return of;
    return with(of, list, rows(of, list).map(row -> which.test(row) ? changed.apply(row) : row).toList());
  }

  private static Map<String, Object> added(Map<String, Object> of, String list, Map<String, Object> row) {
    return with(of, list, Stream.concat(rows(of, list), Stream.of(row)).toList());
  }

  private static Map<String, Object> with(Map<String, Object> row, String field, Object value) {
    var changed = new TreeMap<>(row);
    changed.put(field, value);
    return changed;
  }

  private static Map<String, Object> without(Map<String, Object> row, String field) {
    var changed = new TreeMap<>(row);
    changed.remove(field);
    return changed;
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> rows(Map<String, Object> of, String list) {
    return ((List<?>) of.getOrDefault(list, List.of())).stream().map(row -> (Map<String, Object>) row);
  }
}
