package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Milestone;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingEvent;
import io.throughline.finance.BillingModel;
import io.throughline.finance.ContentId;
import io.throughline.finance.MilestoneBilling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes billable without minutes: milestones, instalments, periods, units, progress, expenses. */
final class Events {

  private final Facts facts;
  private final TermsBook terms;
  private final Ledger ledger;
  private final Map<String, WorkFacts.MilestoneFact> milestones;
  private final Map<String, WorkFacts.Usage> usage;
  private final Map<String, WorkFacts.Expense> expenses;
  private final Map<String, String> expenseOwners = new TreeMap<>();
  final Map<String, Answer.Held> held = new TreeMap<>();

  Events(Facts facts, TermsBook terms, Ledger ledger) {
    this.facts = facts;
    this.terms = terms;
    this.ledger = ledger;
    facts.unique(facts.bundle.milestones(), each -> each.milestoneId() + "@" + each.version());
    milestones = new TreeMap<>();
    for (var each : facts.bundle.milestones()) {
      milestones.merge(each.milestoneId(), each, (a, b) -> Comparator.comparing(Events::rank).compare(a, b) >= 0 ? a : b);
    }
    usage = facts.unique(facts.bundle.usage(), WorkFacts.Usage::usageId);
    expenses = facts.unique(facts.bundle.expenses(), WorkFacts.Expense::expenseId);
    expenses.values().forEach(this::own);
  }

  /** An expense belongs to one contract: the one whose expense line names its project, else one whose scope does, else one that takes any. */
  private void own(WorkFacts.Expense each) {
    if (each.projectId() == null && each.lineId() == null) {
      held.put("expense:" + each.expenseId(), new Answer.Held("expense", each.expenseId(), null, null, "NO_PROJECT", "an expense without a project reference", null, null, null));
      return;
    }
    List<String> closest = List.of();
    int best = 0;
    for (var id : facts.contractIds()) {
      int mine = claim(id, each);
      if (mine > best) closest = List.of(id);
      else if (mine > 0 && mine == best) closest = List.of(closest.get(0), id);
      best = Math.max(best, mine);
    }
    if (closest.size() == 1) expenseOwners.put(each.expenseId(), closest.get(0));
    else held.put("expense:" + each.expenseId(), new Answer.Held("expense", each.expenseId(), null, null, closest.isEmpty() ? "NO_CONTRACT" : "AMBIGUOUS_CONTRACT", closest.isEmpty() ? "no contract takes expenses of " + each.projectId() : "contracts " + closest + " claim it alike", null, null, null));
  }

  private int claim(String contractId, WorkFacts.Expense each) {
    int claim = 0;
    boolean project = facts.contracts.get(contractId).stream().flatMap(version -> version.lines().stream()).anyMatch(line -> line.scope() != null && line.scope().projects().contains(each.projectId()));
    for (var version : facts.contracts.get(contractId)) {
      for (var line : version.lines()) {
        if (line.billing() != BillingModel.EXPENSES || each.lineId() != null && !each.lineId().equals(line.lineId())) continue;
        boolean any = line.scope() == null || line.scope().projects().isEmpty();
        if (!any && line.scope().projects().contains(each.projectId())) claim = Math.max(claim, 3);
        else if (any) claim = Math.max(claim, project ? 2 : 1);
      }
    }
    return claim;
  }

  /** The contract an expense belongs to, or null. */
  String owner(WorkFacts.Expense each) {
    return expenseOwners.get(each.expenseId());
  }

  private static String rank(WorkFacts.MilestoneFact fact) {
    return TimeBook.padded(fact.version());
  }

  WorkFacts.MilestoneFact milestone(String id) {
    return milestones.get(id);
  }

  Iterable<WorkFacts.Usage> usage() {
    return usage.values();
  }

  /** Events of one contract that are due on or before {@code through}, as known today. */
  List<BillingEvent> due(String contractId, LocalDate today, LocalDate through) {
    var at = terms.today(contractId, today);
    var due = new ArrayList<BillingEvent>();
    for (var line : at.lines().values()) {
      var compiled = at.contract().line(line.lineId()).orElseThrow();
      if (!compiled.inForce()) continue;
      switch (line.billing()) {
        case MILESTONE -> milestone(due, at, line, today, through);
        case FIXED_FEE -> instalments(due, at, line, through);
        case RETAINER, SUBSCRIPTION -> periods(due, at, line, through);
        case UNITS -> units(due, at, line, through);
        case PROGRESS -> progress(due, at, line, through);
        default -> { }
      }
    }
    expenses(due, contractId, at, today, through);
    due.sort(Comparator.naturalOrder());
    return due;
  }

  private void milestone(List<BillingEvent> due, TermsBook.Terms at, ContractFact.Line line, LocalDate today, LocalDate through) {
    var fact = line.milestoneId() == null ? null : milestones.get(line.milestoneId());
    if (fact == null || fact.state() != WorkFacts.MilestoneState.COMPLETED || fact.completedOn().isAfter(today) || fact.completedOn().isAfter(through)) return;
    var project = fact.projectId() == null ? "" : fact.projectId();
    MilestoneBilling.of(at.contract(), new Milestone("delivery", fact.milestoneId(), fact.version(), project, true, fact.completedOn(), fact.acceptanceReference())).fold(
        event -> fact.acceptedOn().isAfter(through) || due.add(event.event()),
        notYet -> false,
        held -> this.held.put("milestone:" + fact.milestoneId(), new Answer.Held("milestone", fact.milestoneId(), at.contract().contractId(), line.lineId(), held.reason(), held.text(), null, at.contract().currency(), amount(at, line))) == null);
  }

  private void instalments(List<BillingEvent> due, TermsBook.Terms at, ContractFact.Line line, LocalDate through) {
    var whole = amount(at, line);
    var schedule = line.schedule().isEmpty() ? List.of(new ContractFact.Instalment(at.contract().term().through(), null, new BigDecimal(100))) : line.schedule();
    var sorted = schedule.stream().sorted(Comparator.comparing(ContractFact.Instalment::on).thenComparing(each -> String.valueOf(each.amount())).thenComparing(each -> String.valueOf(each.percent()))).toList();
    var billed = Rational.ZERO;
    var before = Money.zero(whole.currency());
    for (int i = 0; i < sorted.size(); i++) {
      var each = sorted.get(i);
      billed = billed.plus(each.amount() != null ? Rational.of(facts.money(each.amount(), whole.currency(), each, "amount").amount()) : whole.exact().value().times(Rational.of(each.percent().movePointLeft(2))));
      var after = new ExactAmount(billed, whole.currency()).rounded(at.contract().rounding());
      if (after.compareTo(whole) > 0) throw facts.refused(each, null, "CONTRADICTION", "instalments of " + line.lineId() + " exceed its amount " + whole);
      if (!each.on().isAfter(through)) due.add(event(at, line, each.on(), after.minus(before), "instalment-" + (i + 1), null, null));
      before = after;
    }
  }

  private void periods(List<BillingEvent> due, TermsBook.Terms at, ContractFact.Line line, LocalDate through) {
    for (var span : Schedule.spans(line, facts.latest(at.contract().contractId(), through), amount(at, line), through, at.contract().rounding())) {
      var on = line.inAdvance() ? span.served().from() : span.served().through();
      if (!on.isAfter(through)) due.add(event(at, line, on, discounted(line, span.amount()), "period-" + span.served(), null, text(at, line) + " " + span.served()));
    }
  }

  private void units(List<BillingEvent> due, TermsBook.Terms at, ContractFact.Line line, LocalDate through) {
    var used = BigDecimal.ZERO;
    var billed = Money.zero(at.contract().currency());
    for (var day : usageByDay(at.contract().contractId(), line.lineId(), through).entrySet()) {
      used = used.add(day.getValue());
      var worth = worth(at, line, used);
      if (!worth.equals(billed) || day.getValue().signum() > 0) due.add(event(at, line, day.getKey(), worth.minus(billed), "usage-" + day.getKey(), null, text(at, line) + " " + day.getValue().stripTrailingZeros().toPlainString()));
      billed = worth;
    }
  }

  TreeMap<LocalDate, BigDecimal> usageByDay(String contractId, String lineId, LocalDate through) {
    var days = new TreeMap<LocalDate, BigDecimal>();
    for (var each : usage.values()) {
      if (each.contractId().equals(contractId) && each.lineId().equals(lineId) && !each.on().isAfter(through)) days.merge(each.on(), each.quantity(), BigDecimal::add);
    }
    return days;
  }

  /** What a quantity costs: at its price, at each tier's, or all at the tier reached; less the discount; rounded once. */
  Money worth(TermsBook.Terms at, ContractFact.Line line, BigDecimal quantity) {
    var exact = priced(line, quantity, unitPrice(at, line));
    if (line.discountPercent() != null) exact = exact.times(Rational.ONE.minus(Rational.of(line.discountPercent().movePointLeft(2))));
    return new ExactAmount(exact, at.contract().currency()).rounded(at.contract().rounding());
  }

  BigDecimal unitPrice(TermsBook.Terms at, ContractFact.Line line) {
    if (line.unitPrice() == null || !line.pricesIncludeTax()) return line.unitPrice();
    var treatment = new Taxes(facts).of(at.contract().entity(), at.contract().billingAccount(), line.taxCode(), at.contract().term().from());
    if (treatment == null) throw facts.refused(line, "pricesIncludeTax", "TAX_RULE_MISSING", "no tax rate to take out of the price");
    return Taxes.net(line.unitPrice(), treatment.percent(), at.contract().currency());
  }

  private static Rational priced(ContractFact.Line line, BigDecimal quantity, BigDecimal unitPrice) {
    if (line.tiers().isEmpty()) return Rational.of(quantity).times(Rational.of(unitPrice == null ? BigDecimal.ZERO : unitPrice));
    var tiers = line.tiers().stream().sorted(Comparator.comparing(ContractFact.Tier::above)).toList();
    var total = Rational.ZERO;
    for (int i = 0; i < tiers.size(); i++) {
      var tier = tiers.get(i);
      if (quantity.compareTo(tier.above()) <= 0) break;
      var end = i + 1 < tiers.size() ? quantity.min(tiers.get(i + 1).above()) : quantity;
      if (line.tiering() == ContractFact.Tiering.VOLUME) total = Rational.of(quantity).times(Rational.of(tier.price()));
      else total = total.plus(Rational.of(end.subtract(tier.above())).times(Rational.of(tier.price())));
    }
    return total;
  }

  private void progress(List<BillingEvent> due, TermsBook.Terms at, ContractFact.Line line, LocalDate through) {
    var whole = amount(at, line);
    var before = Money.zero(whole.currency());
    for (var each : facts.bundle.progress().stream().filter(fact -> fact.contractId().equals(at.contract().contractId()) && line.lineId().equals(fact.lineId())).sorted(Comparator.comparing(WorkFacts.Progress::on)).toList()) {
      if (each.on().isAfter(through)) return;
      var share = Rational.lesser(Rational.of(each.done()).dividedBy(Rational.of(each.of())), Rational.ONE);
      var after = whole.exact().times(share).rounded(at.contract().rounding());
      if (after.compareTo(before) > 0) {
        due.add(event(at, line, each.on(), after.minus(before), "progress-" + each.on(), null, null));
        before = after;
      }
    }
  }

  private void expenses(List<BillingEvent> due, String contractId, TermsBook.Terms at, LocalDate today, LocalDate through) {
    for (var each : expenses.values()) {
      if (each.approval() != WorkFacts.State.APPROVED || each.approvedOn().isAfter(today) || each.incurredOn().isAfter(through)) continue;
      if (!contractId.equals(owner(each))) continue;
      var line = expenseLine(at, each);
      if (line != null && each.billable()) {
        var amount = amountOf(each, at);
        if (new Taxes(facts).asked() && each.taxTreatment() == null) {
          held.put("expense:" + each.expenseId(), new Answer.Held("expense", each.expenseId(), contractId, line.lineId(), "NO_TAX_TREATMENT", "an expense without tax treatment", null, at.contract().currency(), amount));
        } else {
          var marked = line.markupPercent() == null ? amount : amount.exact().times(Rational.ONE.plus(Rational.of(line.markupPercent().movePointLeft(2)))).rounded(at.contract().rounding());
          due.add(event(at, line, each.incurredOn(), marked, "expense-" + each.expenseId(), null, null));
        }
      }
    }
  }

  Money amountOf(WorkFacts.Expense each, TermsBook.Terms at) {
    var currency = at.contract().currency();
    if (each.currency() == null || each.currency().equals(currency)) return facts.money(each.amount(), currency, each, "amount");
    return ledger.converted(facts.money(each.amount(), each.currency(), each, "amount"), currency, each.incurredOn());
  }

  Iterable<WorkFacts.Expense> expenses() {
    return expenses.values();
  }

  ContractFact.Line expenseLine(TermsBook.Terms at, WorkFacts.Expense each) {
    for (var line : at.lines().values()) {
      if (line.billing() != BillingModel.EXPENSES) continue;
      if (each.lineId() != null ? each.lineId().equals(line.lineId()) : line.scope() == null || line.scope().projects().isEmpty() || line.scope().projects().contains(each.projectId())) return line;
    }
    return null;
  }

  private static BillingEvent event(TermsBook.Terms at, ContractFact.Line line, LocalDate on, Money amount, String source, String evidence, String description) {
    var id = ContentId.of("evt", List.of(at.contract().contractId(), line.lineId(), source));
    return new BillingEvent(id, at.contract().contractId(), line.lineId(), line.billing(), on, amount, source, evidence, description);
  }

  private static String text(TermsBook.Terms at, ContractFact.Line line) {
    return at.contract().line(line.lineId()).orElseThrow().description();
  }

  private Money discounted(ContractFact.Line line, Money amount) {
    return line.discountPercent() == null ? amount : amount.exact().times(Rational.ONE.minus(Rational.of(line.discountPercent().movePointLeft(2)))).rounded(RoundingPolicy.HALF_UP);
  }

  Money amount(TermsBook.Terms at, ContractFact.Line line) {
    if (line.amount() == null) throw facts.refused(line, "amount", "REQUIRED", "a " + line.billing().word() + " line needs an amount");
    return facts.money(line.amount(), at.contract().currency(), line, "amount");
  }
}
