package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Units of lines: what was used by when, or is planned for days to come, and what a quantity costs under the terms of its day. */
final class Units {

  private final Facts facts;
  private final TermsBook terms;
  private final Taxes taxes;
  final Map<String, Events.Because> because = new HashMap<>();
  private final Map<String, TreeMap<LocalDate, BigDecimal>> byLine = new HashMap<>();
  private final Map<String, TreeMap<LocalDate, BigDecimal>> planned = new HashMap<>();

  Units(Facts facts, TermsBook terms) {
    this.facts = facts;
    this.terms = terms;
    taxes = new Taxes(facts);
    for (var each : facts.unique(facts.bundle.usage(), WorkFacts.Usage::usageId).values()) {
      (each.planned() ? planned : byLine).computeIfAbsent(Facts.key(each.contractId(), each.lineId()), key -> new TreeMap<>()).merge(each.on(), each.quantity(), BigDecimal::add);
    }
  }

  private Map<LocalDate, BigDecimal> byDay(String contractId, String lineId, LocalDate through) {
    var used = byLine.getOrDefault(Facts.key(contractId, lineId), new TreeMap<>()).headMap(facts.past(through), true);
    var plan = planned.get(Facts.key(contractId, lineId));
    if (plan == null || !through.isAfter(facts.asOf)) return used;
    var both = new TreeMap<>(used);
    both.putAll(plan.subMap(facts.asOf, false, through, true));
    return both;
  }

  BigDecimal used(String contractId, String lineId, LocalDate through) {
    return byDay(contractId, lineId, through).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** One event a day of use; it can be negative, where a tier reached prices earlier units anew. */
  List<BillingEvent> due(String contractId, ContractFact.Line newest, LocalDate today, LocalDate through) {
    var due = new ArrayList<BillingEvent>();
    var used = BigDecimal.ZERO;
    var kept = BigDecimal.ZERO;
    ContractFact.Line last = null;
    for (var day : byDay(contractId, newest.lineId(), through).entrySet()) {
      var at = terms.at(contractId, today, day.getKey());
      var line = at.lines().get(newest.lineId());
      if (line == null || !at.inForce(line.lineId())) continue;
      if (last != null && !pricedAlike(last, line)) kept = used;
      last = line;
      var before = rounded(at, exact(at, line, used, kept, day.getKey()));
      used = used.add(day.getValue());
      var whole = exact(at, line, used, kept, day.getKey());
      var amount = rounded(at, whole).minus(before);
      if (amount.isZero() && day.getValue().signum() == 0) continue;
      var event = Events.event(at, line, day.getKey(), amount, (day.getKey().isAfter(facts.asOf) ? "planned-usage-" : "usage-") + day.getKey(), null, Events.text(at, line) + " " + day.getValue().stripTrailingZeros().toPlainString());
      due.add(event);
      var exact = whole.minus(Rational.of(before.amount()));
      because.put(event.eventId(), new Events.Because(line.tiers().isEmpty() ? "quantity x price, rounded on the running sum" : "price of tiers, rounded on the running sum", used.toPlainString() + " so far, " + before + " before", new ExactAmount(exact, amount.currency()), amount));
    }
    return due;
  }

  /** Units that were used and that no terms in force bill: their change is not approved everywhere, or their line is of other days. */
  Map<String, Answer.Held> held() {
    var held = new TreeMap<String, Answer.Held>();
    for (var key : byLine.keySet()) {
      var contractId = key.substring(0, key.indexOf(Facts.SEPARATOR));
      var lineId = key.substring(contractId.length() + 1);
      var used = BigDecimal.ZERO;
      if (facts.parked.containsKey(contractId)) continue;
      for (var day : byDay(contractId, lineId, facts.asOf).entrySet()) {
        var before = used;
        used = used.add(day.getValue());
        var at = terms.at(contractId, facts.asOf, day.getKey());
        var line = at.lines().get(lineId);
        if (line == null) hold(held, contractId, lineId, day.getKey(), "NO_CONTRACT_LINE", "no line of " + contractId + " bills it on that day", null);
        else if (!at.inForce(lineId)) hold(held, contractId, lineId, day.getKey(), "CO_PENDING", "change order " + at.contract().line(lineId).orElseThrow().changeOrder() + " is not in force", worth(at, line, used, day.getKey()).minus(worth(at, line, before, day.getKey())));
      }
    }
    return held;
  }

  private static void hold(Map<String, Answer.Held> held, String contractId, String lineId, LocalDate day, String reason, String text, Money worth) {
    var subject = lineId + "/" + day;
    held.put("usage:" + contractId + "/" + subject, new Answer.Held("usage", subject, contractId, lineId, reason, text, null, worth == null ? null : worth.currency(), worth));
  }

  /** What the units of a line that were sold cost, without tax, as far as its cap goes; nothing where nobody said how many. */
  Money sold(String contractId, ContractFact.Line line) {
    return TermsBook.within(facts, line, agreed(contractId, line));
  }

  private Money agreed(String contractId, ContractFact.Line line) {
    var since = terms.since(contractId, line.lineId(), facts.asOf);
    var at = terms.today(contractId, since);
    if (line.quantity() == null || line.unitPrice() == null) return Money.zero(at.contract().currency());
    var exact = line.expectedUnitPrice() == null ? exact(at, line, line.quantity(), BigDecimal.ZERO, since) : expected(line, line.quantity());
    return new ExactAmount(exact, at.contract().currency()).rounded(RoundingPolicy.HALF_UP);
  }

  /** What units will bring after the rebate that is expected. */
  static Rational expected(ContractFact.Line line, BigDecimal quantity) {
    return Rational.of(quantity).times(Rational.of(line.expectedUnitPrice()));
  }

  /** What units are billed for beyond what is expected of them; nothing where no rebate is expected any more. */
  Money owed(String contractId, ContractFact.Line line, LocalDate today) {
    var currency = facts.first(contractId).currency();
    if (line.expectedUnitPrice() == null) return Money.zero(currency);
    var expected = new ExactAmount(expected(line, used(contractId, line.lineId(), today)), currency).rounded(RoundingPolicy.HALF_UP);
    return Money.sum(due(contractId, line, today, today).stream().map(BillingEvent::amount).toList(), currency).minus(expected);
  }

  /** The same once all units that were sold are used. */
  Money owedOfAll(String contractId, ContractFact.Line line) {
    var owed = owed(contractId, line, facts.asOf);
    var used = used(contractId, line.lineId(), facts.asOf);
    if (line.expectedUnitPrice() == null || line.quantity() == null || line.quantity().compareTo(used) <= 0) return owed;
    var at = terms.today(contractId, facts.asOf);
    var comes = worth(at, line, line.quantity(), facts.asOf).minus(worth(at, line, used, facts.asOf));
    return owed.plus(comes).minus(new ExactAmount(expected(line, line.quantity().subtract(used)), owed.currency()).rounded(RoundingPolicy.HALF_UP));
  }

  /**
   * What of a line's fixed price, or of its units that were sold, is left for work from a day on. Of units with a rebate or a cap, which count for
   * all of them, it is the whole: what is expected, or what those before were billed for and what is left.
   */
  Money left(String contractId, ContractFact.Line line, LocalDate from, LocalDate today) {
    var at = terms.today(contractId, from);
    if (line.billing() != BillingModel.UNITS) return TermsBook.fixed(facts, line, at.contract().currency());
    var agreed = agreed(contractId, line);
    if (agreed.isZero() || line.expectedUnitPrice() != null) return sold(contractId, line);
    var eve = from.minusDays(1);
    var left = agreed.minus(worth(at, line, used(contractId, line.lineId(), eve), from));
    if (!together(contractId, line.lineId(), today)) return left;
    return TermsBook.within(facts, line, left.plus(Money.sum(due(contractId, line, today, eve).stream().map(BillingEvent::amount).toList(), left.currency())));
  }

  /** Whether all units of a line count together, since any of its forms that counts on a day has a rebate or a cap. */
  boolean together(String contractId, String lineId, LocalDate today) {
    var versions = facts.contracts.get(contractId).stream().filter(each -> !each.approvedOn().isAfter(today)).flatMap(each -> each.lines().stream());
    var orders = facts.changeOrders.getOrDefault(contractId, List.of()).stream().filter(each -> facts.inForce(each, today)).flatMap(each -> each.lines().stream());
    return Stream.concat(versions, orders).anyMatch(line -> line.lineId().equals(lineId) && (line.expectedUnitPrice() != null || line.cap() != null || line.purchaseOrderLimit() != null));
  }

  /** What a quantity costs: at its price, at each tier's, or all at the tier reached; less the discount; rounded once. A price that includes tax includes that of the day. */
  Money worth(TermsBook.Terms at, ContractFact.Line line, BigDecimal quantity, LocalDate day) {
    return rounded(at, exact(at, line, quantity, BigDecimal.ZERO, day));
  }

  private static Money rounded(TermsBook.Terms at, Rational exact) {
    return new ExactAmount(exact, at.contract().currency()).rounded(at.contract().rounding());
  }

  /** @param kept units before these terms, which keep their price though they count for the tier that is reached */
  private Rational exact(TermsBook.Terms at, ContractFact.Line line, BigDecimal quantity, BigDecimal kept, LocalDate day) {
    return priced(line, quantity, kept, unitPrice(at, line, day)).times(Facts.kept(line));
  }

  private static boolean pricedAlike(ContractFact.Line a, ContractFact.Line b) {
    return a.tiering() == b.tiering() && tiers(a).equals(tiers(b)) && Facts.kept(a).equals(Facts.kept(b));
  }

  private static Map<BigDecimal, BigDecimal> tiers(ContractFact.Line line) {
    var tiers = new TreeMap<BigDecimal, BigDecimal>();
    line.tiers().forEach(tier -> tiers.put(tier.above(), tier.price().stripTrailingZeros()));
    return tiers;
  }

  private BigDecimal unitPrice(TermsBook.Terms at, ContractFact.Line line, LocalDate day) {
    if (line.unitPrice() == null && line.tiers().isEmpty()) throw facts.refused(line, "unitPrice", "REQUIRED", "a units line needs unitPrice or tiers");
    if (line.unitPrice() == null || !line.pricesIncludeTax()) return line.unitPrice();
    var treatment = taxes.of(at.contract().entity(), at.contract().billingAccount(), line.taxCode(), day, LocalDate.MAX);
    if (treatment == null) throw facts.refused(line, "pricesIncludeTax", "TAX_RULE_MISSING", "no tax rate to take out of the price");
    return Taxes.net(line.unitPrice(), treatment.percent(), at.contract().currency());
  }

  private static Rational priced(ContractFact.Line line, BigDecimal quantity, BigDecimal kept, BigDecimal unitPrice) {
    if (line.tiers().isEmpty()) return Rational.of(quantity).times(Rational.of(unitPrice));
    var tiers = line.tiers().stream().sorted(Comparator.comparing(ContractFact.Tier::above)).toList();
    var total = Rational.ZERO;
    for (int i = 0; i < tiers.size(); i++) {
      var tier = tiers.get(i);
      if (quantity.compareTo(tier.above()) <= 0) break;
      var end = i + 1 < tiers.size() ? quantity.min(tiers.get(i + 1).above()) : quantity;
      if (line.tiering() == ContractFact.Tiering.VOLUME) total = Rational.of(quantity.subtract(kept)).times(Rational.of(tier.price()));
      else total = total.plus(Rational.of(end.subtract(tier.above())).times(Rational.of(tier.price())));
    }
    return total;
  }
}
