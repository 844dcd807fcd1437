package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Allotment;
import io.throughline.finance.BillingModel;
import io.throughline.finance.TransactionPrice;
import io.throughline.finance.TransactionPrice.Promise;
import io.throughline.finance.whatif.Answer.Judgement;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What revenue is recognised for on a day, with the price allocated to each promise and the judgements that led there. */
final class Obligations {

  /**
   * A change of an obligation by a change order in force.
   *
   * @param units the part of its price that is of units
   */
  record Change(Bundle.ChangeOrder order, LocalDate on, Bundle.Treatment treatment, Money price, Money units) {}

  /** One promise. {@code price} is its allocated fixed price at inception; {@code units} are its lines of units as they were first agreed, before changes, and {@code sold} what they were sold for. */
  record Promised(
      String id, ContractFact.Obligation fact, List<ContractFact.Line> lines, List<ContractFact.Line> units, Money sold, ContractFact.Measure measure, Money fixed, Money variable, Money price, ExactAmount exact, List<Change> changes, List<Judgement> judgements) {

    /** What it is to bring in all: its price, the units sold of it, and what changes add. */
    Money whole() {
      return price.plus(later());
    }

    /** What comes to its allocated price: the units sold of it, and what changes add. */
    Money later() {
      return sold.plus(changed());
    }

    /** What all changes add. */
    Money changed() {
      var total = Money.zero(price.currency());
      for (var change : changes) total = total.plus(change.price());
      return total;
    }

    /** What catch-up changes add to what is no units. */
    Money caughtUp() {
      var total = Money.zero(price.currency());
      for (var change : changes) if (change.treatment() == Bundle.Treatment.CUMULATIVE_CATCH_UP) total = total.plus(change.price()).minus(change.units());
      return total;
    }
  }

  private final Facts facts;
  private final TermsBook terms;
  private final Units units;
  private final Milestones milestones;
  private final Map<List<Object>, List<Promised>> known = new HashMap<>();
  /** What credit notes paid of penalties and rebates, by contract and variable amount. */
  private final Map<String, Money> paid = new HashMap<>();

  Obligations(Facts facts, TermsBook terms, Units units, Milestones milestones) {
    this.facts = facts;
    this.terms = terms;
    this.units = units;
    this.milestones = milestones;
  }

  /** A credit note pays a penalty or a rebate: so much of it is kept no more, whatever was estimated. */
  void paid(String contractId, String variableId, Money amount) {
    paid.merge(Facts.key(contractId, variableId), amount, Money::plus);
  }

  List<Promised> of(String contractId, LocalDate today) {
    var edition = facts.latest(contractId, today);
    var orders = facts.changeOrders.getOrDefault(contractId, List.of()).stream().filter(order -> facts.inForce(order, today)).map(Bundle.ChangeOrder::changeOrderId).toList();
    var variables = variables(edition, today).stream().map(each -> each.variableId() + "@" + each.from() + "@" + paid.get(Facts.key(contractId, each.variableId()))).toList();
    var completed = terms.lines(contractId, today).stream().map(line -> milestones.completed(line, today)).toList();
    var key = List.<Object>of(contractId, edition.version(), terms.edition(contractId, today), terms.day(contractId, today), orders, variables, completed);
    var promised = known.get(key);
    if (promised == null) {
      promised = compile(contractId, milestones.keeping(edition, today), today);
      known.put(key, promised);
    }
    return promised;
  }

  private List<Promised> compile(String contractId, ContractFact contract, LocalDate today) {
    var at = terms.today(contractId, today);
    var has = new TreeMap<>(at.lines());
    has.keySet().removeIf(line -> !at.inForce(line));
    contract.lines().forEach(line -> has.putIfAbsent(line.lineId(), line));
    var changes = new TreeMap<String, List<Change>>();
    var judged = new TreeMap<String, List<Judgement>>();
    var joined = new HashMap<String, String>();
    var first = new HashMap<String, ContractFact.Line>();
    contract.lines().forEach(line -> first.put(line.lineId(), milestones.own(contract, line, today)));
    for (var order : facts.changeOrders.getOrDefault(contractId, List.of())) {
      if (!facts.inForce(order, today)) continue;
      var treatment = treatment(facts, contract, order);
      if (treatment == Bundle.Treatment.SEPARATE) {
        order.lines().forEach(line -> first.put(line.lineId(), line));
        continue;
      }
      if (order.priceChange() == null && order.budgetMinutesChange() == null && order.lines().stream().noneMatch(line -> isFixed(line) || line.billing() == BillingModel.UNITS)) continue;
      var target = target(facts, contract, order);
      if (order.priceChange() != null && !fixed(contract, order, target, joined)) throw facts.refused(order, "priceChange", "CONTRADICTION", target + " has no fixed price to change: say its line again");
      var price = order.priceChange() == null ? Money.zero(contract.currency()) : facts.money(order.priceChange(), contract.currency(), order, "priceChange");
      var ofUnits = Money.zero(contract.currency());
      for (var line : order.lines()) {
        var part = units.left(contractId, line, order.effectiveFrom(), today);
        var old = milestones.replaced(contract, order, line, today);
        if (old == null) joined.put(line.lineId(), target);
        else if (!milestones.counts(contract, order, line, today)) continue;
        else part = part.minus(units.left(contractId, old, order.effectiveFrom(), today));
        price = price.plus(part);
        if (line.billing() == BillingModel.UNITS) ofUnits = ofUnits.plus(part);
      }
      changes.computeIfAbsent(target, id -> new ArrayList<>()).add(new Change(order, facts.inForceOn(order), treatment, price, ofUnits));
      judged.computeIfAbsent(target, id -> new ArrayList<>()).add(judgement(order, treatment));
    }
    return priced(contract, has, changes, judged, first, joined, today);
  }

  /** Whether an obligation has a fixed price as an order finds it, or as its own lines bring it. */
  private boolean fixed(ContractFact contract, Bundle.ChangeOrder order, String obligationId, Map<String, String> joined) {
    var named = contract.obligations().stream().filter(each -> each.obligationId().equals(obligationId)).findFirst();
    if (named.isPresent() && (named.get().price() != null || named.get().expectedVariable() != null) || order.lines().stream().anyMatch(Obligations::isFixed)) return true;
    var own = named.map(ContractFact.Obligation::lines).orElse(List.of(obligationId));
    var orders = facts.before(order).stream().flatMap(each -> each.lines().stream());
    return Stream.concat(contract.lines().stream(), orders).anyMatch(line -> isFixed(line) && (own.contains(line.lineId()) || obligationId.equals(joined.get(line.lineId()))));
  }

  private List<Promised> priced(ContractFact contract, Map<String, ContractFact.Line> has, Map<String, List<Change>> changes, Map<String, List<Judgement>> judged, Map<String, ContractFact.Line> first, Map<String, String> joined, LocalDate today) {
    var facts = new LinkedHashMap<String, ContractFact.Obligation>();
    var lines = new TreeMap<String, List<ContractFact.Line>>();
    var named = new HashSet<String>(joined.keySet());
    contract.obligations().stream().sorted(Comparator.comparing(ContractFact.Obligation::obligationId)).forEach(each -> {
      facts.put(each.obligationId(), each);
      lines.put(each.obligationId(), new ArrayList<>());
      each.lines().stream().sorted().map(has::get).filter(line -> line != null).forEach(lines.get(each.obligationId())::add);
      named.addAll(each.lines());
    });
    terms.lines(contract.contractId(), today).stream().filter(line -> !named.contains(line.lineId()) && counts(contract.contractId(), has, line, today)).forEach(line -> lines.computeIfAbsent(line.lineId(), id -> new ArrayList<>()).add(line));
    for (var version : this.facts.contracts.get(contract.contractId())) {
      if (version.approvedOn().isAfter(today)) continue;
      version.lines().stream().filter(line -> !has.containsKey(line.lineId()) && !named.contains(line.lineId()) && takenAway(contract, line, today)).forEach(line -> lines.putIfAbsent(line.lineId(), List.of(line)));
    }
    joined.forEach((line, target) -> {
      if (has.containsKey(line)) lines.computeIfAbsent(target, id -> new ArrayList<>()).add(has.get(line));
    });
    return allocated(contract, has, facts, lines, changes, judged, first, joined, today);
  }

  /** A line in force; or one that was dropped and goes on with what it did before, which a fixed price does not. */
  private boolean counts(String contractId, Map<String, ContractFact.Line> has, ContractFact.Line line, LocalDate today) {
    return (has.containsKey(line.lineId()) || !isFixed(line)) && terms.having(contractId, line.lineId(), today).inForce(line.lineId());
  }

  /** A milestone that the terms have no more, nor those of the day of its completion: what it earned is taken back. */
  private boolean takenAway(ContractFact contract, ContractFact.Line line, LocalDate today) {
    return milestones.everCompleted(line, today) && measure(contract, line.lineId(), null, List.of(line)) == ContractFact.Measure.MILESTONE;
  }

  static boolean isFixed(ContractFact.Line line) {
    return line.billing() == BillingModel.MILESTONE || line.billing() == BillingModel.FIXED_FEE || line.billing() == BillingModel.PROGRESS;
  }

  private List<Promised> allocated(
      ContractFact contract, Map<String, ContractFact.Line> has, Map<String, ContractFact.Obligation> facts, Map<String, List<ContractFact.Line>> lines, Map<String, List<Change>> changes, Map<String, List<Judgement>> judged, Map<String, ContractFact.Line> first, Map<String, String> joined, LocalDate today) {
    var own = new TreeMap<String, Money>();
    var variable = new TreeMap<String, Money>();
    var zero = Money.zero(contract.currency());
    var counted = new HashSet<String>();
    var sharing = new TreeMap<String, Promise>();
    for (var id : lines.keySet()) {
      var fact = facts.get(id);
      var price = fact != null && fact.price() != null ? this.facts.money(fact.price(), contract.currency(), fact, "price") : zero;
      for (var line : lines.get(id)) {
        if (isFixed(line) && has.containsKey(line.lineId()) && !joined.containsKey(line.lineId()) && counted.add(line.lineId())) price = price.plus(TermsBook.fixed(this.facts, first.getOrDefault(line.lineId(), line), contract.currency()));
      }
      if (fact != null && fact.expectedVariable() != null) price = price.plus(this.facts.money(fact.expectedVariable(), contract.currency(), fact, "expectedVariable"));
      own.put(id, price);
      if (fact != null && (fact.standAlonePrice() != null || fact.residual())) {
        sharing.put(id, new Promise(id, fact.residual() ? Rational.ZERO : Rational.of(fact.standAlonePrice()), fact.bundle(), fact.bundlePrice() == null ? null : Rational.of(fact.bundlePrice())));
      }
    }
    var agreed = new TreeMap<>(own);
    for (var each : variables(contract, today)) include(contract, each, own, sharing.keySet(), variable, judged);
    for (var id : own.keySet()) {
      if (!own.get(id).isNegative() || !agreed.get(id).isPositive() || !lines.get(id).stream().allMatch(Obligations::isFixed)) continue;
      throw this.facts.refused(variables(contract, today).stream().filter(each -> each.kind() != ContractFact.Kind.BONUS).findFirst().orElseThrow(), "amount", "CONTRADICTION", "takes more than the " + agreed.get(id) + " of " + id);
    }
    var shares = new TreeMap<String, TransactionPrice.Share>();
    if (!sharing.isEmpty()) {
      var pool = Money.sum(sharing.keySet().stream().map(own::get).toList(), contract.currency());
      var spread = Money.sum(own.keySet().stream().filter(id -> !sharing.containsKey(id) && facts.get(id) == null && variableOnly(lines.get(id)) == false).map(own::get).toList(), contract.currency());
      TransactionPrice.allocate(pool.plus(spread), residual(facts, pool.plus(spread), sharing)).forEach(share -> shares.put(share.obligationId(), share));
    }
    var promised = new ArrayList<Promised>();
    for (var id : lines.keySet()) {
      var fact = facts.get(id);
      var share = shares.get(id);
      if (!sharing.isEmpty() && share == null && fact == null && !variableOnly(lines.get(id))) continue;
      var price = share == null ? own.get(id) : share.allocated();
      var judgements = new ArrayList<>(judged.getOrDefault(id, List.of()));
      if (fact != null) judgements.add(priceJudgement(fact, price));
      var fixed = own.get(id).minus(variable.getOrDefault(id, zero));
      var sold = lines.get(id).stream().filter(line -> line.billing() == BillingModel.UNITS && !joined.containsKey(line.lineId())).map(line -> first.getOrDefault(line.lineId(), line)).toList();
      promised.add(new Promised(id, fact, lines.get(id).stream().map(line -> milestones.agreed(contract.contractId(), line, today)).toList(), sold, Money.sum(sold.stream().map(line -> units.sold(contract.contractId(), line)).toList(), contract.currency()), measure(contract, id, fact, lines.get(id)), fixed, variable.getOrDefault(id, zero), price, share == null ? price.exact() : share.exact(), changes.getOrDefault(id, List.of()), judgements));
    }
    return List.copyOf(promised);
  }

  /** The residual one gets what the others' stand-alone prices leave; the others get exactly those. */
  private List<Promise> residual(Map<String, ContractFact.Obligation> facts, Money price, Map<String, Promise> sharing) {
    var unknown = sharing.keySet().stream().filter(id -> facts.get(id).residual()).toList();
    if (unknown.isEmpty()) return List.copyOf(sharing.values());
    var fact = facts.get(unknown.get(0));
    if (unknown.size() > 1) throw this.facts.refused(facts.get(unknown.get(1)), "residual", "CONTRADICTION", "only one obligation can be residual");
    var others = Rational.ZERO;
    var bundles = new HashSet<String>();
    for (var each : sharing.values()) {
      if (each.bundlePrice() == null) others = others.plus(each.standAlone());
      else if (bundles.add(each.bundle())) others = others.plus(each.bundlePrice());
    }
    var left = price.exact().value().minus(others);
    if (left.signum() <= 0) throw this.facts.refused(fact, "residual", "CONTRADICTION", "the other stand-alone prices leave nothing of " + price);
    var known = new TreeMap<>(sharing);
    known.put(fact.obligationId(), new Promise(fact.obligationId(), left, null, null));
    return List.copyOf(known.values());
  }

  private static boolean variableOnly(List<ContractFact.Line> lines) {
    return lines.stream().noneMatch(Obligations::isFixed);
  }

  /** The newest estimate of each variable amount. */
  private static List<ContractFact.Variable> variables(ContractFact contract, LocalDate today) {
    var newest = new TreeMap<String, ContractFact.Variable>();
    contract.variable().stream().filter(each -> each.from() == null || !each.from().isAfter(today)).sorted(Comparator.comparing(each -> each.from() == null ? LocalDate.MIN : each.from())).forEach(each -> newest.put(each.variableId(), each));
    return List.copyOf(newest.values());
  }

  /** A variable amount of no obligation belongs to all: it is spread by their prices, or shared with the rest of the price. */
  private void include(ContractFact contract, ContractFact.Variable each, Map<String, Money> own, Set<String> sharing, Map<String, Money> variable, Map<String, List<Judgement>> judged) {
    if (own.isEmpty()) throw facts.refused(each, null, "CONTRADICTION", "there is nothing it could belong to");
    if (each.obligationId() != null && !own.containsKey(each.obligationId())) throw facts.refused(each, "obligationId", "UNKNOWN_REFERENCE", "no obligation " + each.obligationId());
    var full = facts.money(each.amount(), contract.currency(), each, "amount");
    boolean bonus = each.kind() == ContractFact.Kind.BONUS;
    var included = included(contract, each, full);
    var targets = each.obligationId() != null ? List.of(each.obligationId()) : targets(own, sharing);
    var parts = spread(included, targets, own);
    var changes = spread(bonus ? included : included.minus(full), targets, own);
    var method = each.method() == null ? ContractFact.Method.MOST_LIKELY : each.method();
    for (int i = 0; i < targets.size(); i++) {
      own.merge(targets.get(i), changes.get(i), Money::plus);
      variable.merge(targets.get(i), parts.get(i), Money::plus);
      judged.computeIfAbsent(targets.get(i), id -> new ArrayList<>()).add(new Judgement(
          "how much of the " + Reading.word(each.kind()) + " " + each.variableId() + " is included", included.text(), "IFRS 15.53, 56", ordered("method", Reading.word(method), "amount", full.text(), "constrainedTo", each.constrainedTo() == null ? "not constrained" : each.constrainedTo().toPlainString())));
    }
  }

  /** What variable amounts as estimated add to the fixed price of a contract, or take from it. */
  Money variable(ContractFact contract, LocalDate today) {
    var total = Money.zero(contract.currency());
    for (var each : variables(contract, today)) {
      var full = facts.money(each.amount(), contract.currency(), each, "amount");
      boolean bonus = each.kind() == ContractFact.Kind.BONUS;
      var included = included(contract, each, full);
      total = total.plus(bonus ? included : included.minus(full));
    }
    return total;
  }

  private static List<String> targets(Map<String, Money> own, Set<String> sharing) {
    if (!sharing.isEmpty()) return List.of(sharing.iterator().next());
    var priced = own.entrySet().stream().filter(each -> each.getValue().isPositive()).map(Map.Entry::getKey).toList();
    return priced.isEmpty() ? List.of(own.keySet().iterator().next()) : priced;
  }

  private static List<Money> spread(Money amount, List<String> targets, Map<String, Money> own) {
    if (targets.size() == 1) return List.of(amount);
    return Allotment.of(amount, targets.stream().map(id -> own.get(id).exact().value()).toList());
  }

  private Money included(ContractFact contract, ContractFact.Variable each, Money full) {
    boolean bonus = each.kind() == ContractFact.Kind.BONUS;
    var estimated = new ExactAmount(estimate(each, bonus, full), contract.currency()).rounded(RoundingPolicy.HALF_UP);
    var gone = paid.get(Facts.key(contract.contractId(), each.variableId()));
    return bonus || gone == null ? estimated : Money.greater(Money.lesser(estimated, full.minus(gone)), Money.zero(contract.currency()));
  }

  private Rational estimate(ContractFact.Variable each, boolean bonus, Money full) {
    var estimate = bonus && each.constrainedTo() == null ? Rational.ZERO : Rational.of(full.amount());
    if (!each.outcomes().isEmpty()) {
      var outcomes = new TreeMap<Rational, Rational>();
      for (var possible : each.outcomes()) outcomes.merge(Rational.of(possible.amount()), Rational.of(possible.percent().movePointLeft(2)), Rational::plus);
      if (!outcomes.values().stream().reduce(Rational.ZERO, Rational::plus).equals(Rational.ONE)) throw facts.refused(each, "outcomes", "CONTRADICTION", "probabilities do not sum to 100");
      estimate = TransactionPrice.estimate(outcomes, each.method() == ContractFact.Method.EXPECTED_VALUE);
    }
    return each.constrainedTo() == null ? estimate : Rational.lesser(estimate, Rational.of(each.constrainedTo()));
  }

  private static Judgement priceJudgement(ContractFact.Obligation fact, Money price) {
    if (fact.expectedVariable() != null) {
      return new Judgement("does the variable amount belong to its own hours (15.85)", "no: allocated on stand-alone prices", "IFRS 15.73-86", ordered("expectedVariable", fact.expectedVariable().toPlainString(), "allocated", price.text(), "", null));
    }
    var standAlone = fact.standAlonePrice() == null ? "not given" : fact.standAlonePrice().toPlainString();
    var rule = fact.residual() ? "IFRS 15.79(c)" : fact.standAlonePrice() == null ? "its lines' own" : "IFRS 15.76";
    return new Judgement("what price does it get", price.text(), rule, ordered("standAlonePrice", fact.residual() ? "what the others leave" : standAlone, "bundle", fact.bundle(), "bundlePrice", fact.bundlePrice() == null ? null : fact.bundlePrice().toPlainString()));
  }

  /** As told, else as judged: what replaces a fixed price is no contract of its own. */
  static Bundle.Treatment treatment(Facts facts, ContractFact contract, Bundle.ChangeOrder order) {
    if (order.treatment() != null) return order.treatment();
    if (order.distinct() == null) return order.priceChange() == null && order.budgetMinutesChange() == null && replacesFixed(facts, contract, order).isEmpty() ? Bundle.Treatment.SEPARATE : Bundle.Treatment.CUMULATIVE_CATCH_UP;
    if (!order.distinct()) return Bundle.Treatment.CUMULATIVE_CATCH_UP;
    return Boolean.TRUE.equals(order.atStandAlonePrice()) ? Bundle.Treatment.SEPARATE : Bundle.Treatment.PROSPECTIVE;
  }

  /** The first line of an order that takes the place of a fixed price, its own or one that an earlier order, approved for whatever day, brings. */
  static Optional<ContractFact.Line> replacesFixed(Facts facts, ContractFact contract, Bundle.ChangeOrder order) {
    return order.lines().stream().filter(line -> {
      var old = facts.replaced(contract, order, line.lineId(), LocalDate.MAX.minusDays(1));
      return old != null && isFixed(old);
    }).findFirst();
  }

  private static Judgement judgement(Bundle.ChangeOrder order, Bundle.Treatment treatment) {
    var rule = treatment == Bundle.Treatment.PROSPECTIVE ? "IFRS 15.21(a)" : "IFRS 15.21(b)";
    return new Judgement(
        "how is change " + order.changeOrderId() + " accounted for", Reading.word(treatment), rule,
        ordered("told", order.treatment() == null ? "no" : "yes", "distinct", String.valueOf(order.distinct()), "atStandAlonePrice", String.valueOf(order.atStandAlonePrice())));
  }

  private static Map<String, String> ordered(String a, String x, String b, String y, String c, String z) {
    var map = new LinkedHashMap<String, String>();
    if (x != null) map.put(a, x);
    if (y != null) map.put(b, y);
    if (z != null) map.put(c, z);
    return map;
  }

  /** The obligation that an order changes: the one it names, else that of the first line it replaces, else the only one. */
  static String target(Facts facts, ContractFact contract, Bundle.ChangeOrder order) {
    if (order.obligationId() != null) return order.obligationId();
    for (var line : order.lines()) {
      if (contract.lines().stream().anyMatch(own -> own.lineId().equals(line.lineId()))) return contract.obligations().stream().filter(each -> each.lines().contains(line.lineId())).map(ContractFact.Obligation::obligationId).findFirst().orElse(line.lineId());
      var added = facts.before(order).stream().filter(each -> each.lines().stream().anyMatch(other -> other.lineId().equals(line.lineId()))).findFirst();
      if (added.isPresent()) return treatment(facts, contract, added.get()) == Bundle.Treatment.SEPARATE ? line.lineId() : target(facts, contract, added.get());
    }
    if (contract.obligations().size() == 1) return contract.obligations().get(0).obligationId();
    if (contract.obligations().isEmpty() && contract.lines().size() == 1) return contract.lines().get(0).lineId();
    throw facts.refused(order, "obligationId", "REQUIRED", "several obligations: say which one changes");
  }

  private ContractFact.Measure measure(ContractFact contract, String id, ContractFact.Obligation fact, List<ContractFact.Line> lines) {
    if (fact != null && fact.measure() != null) return fact.measure();
    if (fact != null && fact.pointInTime() || facts.bundle.deliveries().stream().anyMatch(each -> each.contractId().equals(contract.contractId()) && each.obligationId().equals(id))) return ContractFact.Measure.DELIVERY;
    if (facts.bundle.estimates().stream().anyMatch(each -> each.contractId().equals(contract.contractId()) && each.obligationId().equals(id))) return ContractFact.Measure.COST_TO_COST;
    if (facts.bundle.progress().stream().anyMatch(each -> each.contractId().equals(contract.contractId()) && id.equals(each.obligationId()))) return ContractFact.Measure.PROGRESS;
    if (fact != null && fact.budgetMinutes() != null) return ContractFact.Measure.HOURS;
    if (fact != null && fact.units() != null) return ContractFact.Measure.UNITS;
    if (lines.isEmpty()) return ContractFact.Measure.STRAIGHT_LINE;
    return switch (lines.get(0).billing()) {
      case TIME_AND_MATERIALS -> ContractFact.Measure.RIGHT_TO_INVOICE;
      case MILESTONE -> ContractFact.Measure.MILESTONE;
      case PROGRESS -> ContractFact.Measure.PROGRESS;
      case UNITS -> ContractFact.Measure.UNITS;
      case EXPENSES -> ContractFact.Measure.AS_INCURRED;
      default -> ContractFact.Measure.STRAIGHT_LINE;
    };
  }

  static BigDecimal quantity(List<ContractFact.Line> lines) {
    return lines.stream().map(line -> line.quantity() == null ? BigDecimal.ZERO : line.quantity()).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
