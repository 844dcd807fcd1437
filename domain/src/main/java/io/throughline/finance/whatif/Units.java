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

  /** What the units of a line that were sold cost, without tax; nothing where nobody said how many. */
  Money sold(String contractId, ContractFact.Line line) {
    var since = terms.since(contractId, line.lineId(), facts.asOf);
    var at = terms.today(contractId, since);
    if (line.quantity() == null || line.unitPrice() == null) return Money.zero(at.contract().currency());
    return new ExactAmount(exact(at, line, line.quantity(), BigDecimal.ZERO, since), at.contract().currency()).rounded(RoundingPolicy.HALF_UP);
  }

  /** What of a line's fixed price, or of its units that were sold, is left for work from a day on. */
  Money left(String contractId, ContractFact.Line line, LocalDate from) {
    var at = terms.today(contractId, from);
    if (line.billing() != BillingModel.UNITS) return TermsBook.fixed(facts, line, at.contract().currency());
    var fixed = sold(contractId, line);
    return fixed.isZero() ? fixed : fixed.minus(worth(at, line, used(contractId, line.lineId(), from.minusDays(1)), from));
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
