package io.throughline.finance.whatif;

import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.Account;
import io.throughline.finance.BillingModel;
import io.throughline.finance.Figures;
import io.throughline.finance.Rated;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Figures of a contract, each with the one definition everybody uses. */
final class Kpis {

  private final Engine engine;
  private final Facts facts;
  private final List<Answer.Held> held;

  Kpis(Engine engine, List<Answer.Held> held) {
    this.engine = engine;
    this.facts = engine.facts;
    this.held = held;
  }

  List<Answer.ContractKpis> all() {
    return facts.contractIds().stream().map(this::of).toList();
  }

  /** What the contract is worth: what was sold and changed, less what was conceded of it, and what was earned beyond that. */
  private Money contractValue(String id) {
    return engine.values.sold(id).plus(engine.values.changes(id)).minus(engine.revenue.conceded(id)).plus(engine.values.beyond(id));
  }

  private Answer.ContractKpis of(String id) {
    var contract = facts.latest(id, facts.asOf);
    var currency = contract.currency();
    var zero = Money.zero(currency);
    var recognised = engine.revenue.recognised(id);
    var billed = engine.billed.of(id);
    var value = contractValue(id);
    var ages = ages(id, contract);
    var unbilled = Money.sum(ages.values(), currency);
    long minutes = engine.time.open(id);
    var mine = held.stream().filter(each -> id.equals(each.contractId()) && each.amountAtRisk() != null).toList();
    var atRisk = Money.sum(mine.stream().map(Answer.Held::amountAtRisk).toList(), currency);
    var changeOrders = Money.sum(mine.stream().filter(each -> each.reason().equals(Rated.Reason.CO_PENDING.name())).map(Answer.Held::amountAtRisk).toList(), currency);
    var asset = Money.greater(engine.ledger.balance(contract.entity(), Account.CA, id, currency), zero);
    var cost = cost(id, zero);
    var margin = recognised.minus(cost);
    var percent = percent(margin, recognised);
    var asSold = value.minus(engine.values.changes(id));
    var sold = contract.soldCost() == null ? null : percent(asSold.minus(facts.money(contract.soldCost(), currency, contract, "soldCost")), asSold);
    var plan = engine.staffing.plannedCost(id);
    var planned = plan == null ? null : percent(value.minus(plan), value);
    var variance = percent == null || sold == null ? null : percent.minus(sold);
    return new Answer.ContractKpis(
        id, currency, value, recognised, billed, paid(id, zero), value.minus(recognised), asset, billed.minus(recognised), minutes, unbilled, ages, engine.revenue.writtenOff.getOrDefault(id, zero), atRisk, changeOrders, leakage(id, zero), cost, margin, text(percent), text(sold), planned == null ? null : text(planned), text(variance), daysToInvoice(id), milestoneToInvoice(id), days(contract.quoteApprovedOn(), contract.activeOn()), days(contract.approvedOn(), contract.billingConfirmedOn()), errorRate(id), disputes(id), openReceivables(id, zero), dso(id, zero), wape(contract));
  }

  /** Delivered minutes at contract terms that no document, no write-off, no cap and no open balance explains; must be zero. */
  private Money leakage(String id, Money zero) {
    var lost = Rational.ZERO;
    for (var entry : engine.time.of(id)) {
      if (!entry.billable() || entry.overage >= 0) continue;
      long held = entry.heldBy.stream().mapToLong(line -> line.holds.getOrDefault(entry.key, 0L)).sum();
      long missing = entry.approved() - held - entry.open() - entry.writtenOff - entry.capped;
      if (missing > 0) lost = lost.plus(entry.price().price().of(missing).value());
    }
    return new ExactAmount(lost, zero.currency()).rounded(RoundingPolicy.HALF_UP);
  }

  private Map<String, Money> ages(String id, ContractFact contract) {
    var ages = new LinkedHashMap<String, Rational>();
    for (var bucket : List.of("0-7", "8-30", "31-60", "over-60")) ages.put(bucket, Rational.ZERO);
    for (var entry : engine.time.of(id)) {
      if (entry.open() == 0) continue;
      long age = ChronoUnit.DAYS.between(entry.fact.approvedOn(), facts.asOf);
      ages.merge(age <= 7 ? "0-7" : age <= 30 ? "8-30" : age <= 60 ? "31-60" : "over-60", entry.openValue(), Rational::plus);
    }
    var money = new LinkedHashMap<String, Money>();
    ages.forEach((bucket, value) -> money.put(bucket, new ExactAmount(value, contract.currency()).rounded(contract.rounding())));
    return money;
  }

  /** What was told of cost; where an obligation's cost is estimated too, whichever is more of the two. */
  Money cost(String id, Money zero) {
    var cost = engine.labour.costs.getOrDefault(id, zero);
    var estimated = zero;
    var lines = new TreeSet<String>();
    for (var promise : engine.obligations.of(id, facts.asOf)) {
      var last = engine.revenue.events(id).stream().filter(each -> each.obligation().equals(promise.id()) && each.costToDate() != null).reduce((a, b) -> b);
      if (last.isEmpty()) continue;
      estimated = estimated.plus(last.get().costToDate());
      promise.lines().forEach(line -> lines.add(line.lineId()));
    }
    return estimated.isZero() ? cost : cost.plus(Money.greater(estimated.minus(engine.labour.alsoEstimated(id, lines)), zero));
  }

  private Money paid(String id, Money zero) {
    return Money.sum(engine.documents.invoices(id).stream().map(doc -> doc.paid).toList(), zero.currency());
  }

  private Money openReceivables(String id, Money zero) {
    return Money.sum(engine.documents.invoices(id).stream().map(doc -> doc.open).toList(), zero.currency());
  }

  /** Days from approval to invoice, weighted by minutes' amount. */
  private String daysToInvoice(String id) {
    var weighted = Rational.ZERO;
    var weights = Rational.ZERO;
    for (var doc : engine.documents.invoices(id)) {
      for (var line : doc.lines) {
        for (var part : line.draft.allocations()) {
          var value = line.draft.price().of(part.minutes()).value();
          long days = ChronoUnit.DAYS.between(approved(part.entryKey(), doc.on), doc.on);
          weighted = weighted.plus(value.times(Rational.of(days)));
          weights = weights.plus(value);
        }
      }
    }
    return Figures.weightedDays(weighted, weights);
  }

  private static Long days(LocalDate from, LocalDate until) {
    return from == null || until == null ? null : ChronoUnit.DAYS.between(from, until);
  }

  /** Days from acceptance of a milestone to the invoice that holds it, weighted by amount. */
  private String milestoneToInvoice(String id) {
    var weighted = Rational.ZERO;
    var weights = Rational.ZERO;
    for (var doc : engine.documents.invoices(id)) {
      for (var line : doc.lines) {
        if (line.draft.billing() != BillingModel.MILESTONE) continue;
        var value = line.draft.amount().exact().value();
        var milestone = engine.events.milestones.known(line.draft.event().source().substring("delivery:".length()), doc.on);
        weighted = weighted.plus(value.times(Rational.of(ChronoUnit.DAYS.between(milestone.acceptedOn(), doc.on))));
        weights = weights.plus(value);
      }
    }
    return Figures.weightedDays(weighted, weights);
  }

  private long disputes(String id) {
    return engine.documents.of(id).stream().filter(doc -> doc.corrects != null && "DISPUTE".equals(doc.reason)).count();
  }

  private String dso(String id, Money zero) {
    var since = facts.asOf.minusDays(Figures.SALES_DAYS - 1);
    var revenue = Money.sum(engine.revenue.events(id).stream().filter(each -> !each.on().isBefore(since)).map(Answer.RevenueEvent::amount).toList(), zero.currency());
    return Figures.daysSalesOutstanding(openReceivables(id, zero).exact().value(), revenue.exact().value());
  }

  /** Each month with a forecast: 1 less the distance of forecast and actual over actual, in percent. */
  List<Answer.ForecastAccuracy> forecasts() {
    var all = new ArrayList<Answer.ForecastAccuracy>();
    for (var id : facts.contractIds()) {
      var contract = facts.latest(id, facts.asOf);
      for (var each : contract.forecasts().stream().sorted(Comparator.comparing(ContractFact.Forecast::month)).toList()) {
        if (each.month().atDay(1).isAfter(facts.asOf)) continue;
        var forecast = facts.money(each.amount(), contract.currency(), each, "amount");
        var actual = actual(contract, each);
        var accuracy = actual.isZero() ? null : text(Rational.of(100).minus(percent(forecast.minus(actual).abs(), actual.abs())));
        all.add(new Answer.ForecastAccuracy(id, each.month().toString(), contract.currency(), forecast, actual, accuracy));
      }
    }
    return all;
  }

  private Money actual(ContractFact contract, ContractFact.Forecast forecast) {
    var events = engine.revenue.events(contract.contractId()).stream().filter(each -> YearMonth.from(each.on()).equals(forecast.month()));
    return Money.sum(events.map(Answer.RevenueEvent::amount).toList(), contract.currency());
  }

  /** Sum of the distances of forecast and actual over the sum of actuals, in percent. */
  private String wape(ContractFact contract) {
    var off = Money.zero(contract.currency());
    var actuals = off;
    for (var each : contract.forecasts()) {
      if (each.month().atDay(1).isAfter(facts.asOf)) continue;
      off = off.plus(facts.money(each.amount(), contract.currency(), each, "amount").minus(actual(contract, each)).abs());
      actuals = actuals.plus(actual(contract, each));
    }
    return actuals.isPositive() ? text(percent(off, actuals)) : null;
  }

  private LocalDate approved(String key, LocalDate billedOn) {
    var on = engine.time.entries.get(key).fact.approvedOn();
    return on.isAfter(billedOn) ? billedOn : on;
  }

  /** Invoices credited within 90 days over invoices issued, in percent. */
  private String errorRate(String id) {
    var issued = engine.documents.invoices(id);
    long wrong = issued.stream().filter(doc -> engine.documents.of(id).stream().anyMatch(credit -> credit.corrects == doc && ChronoUnit.DAYS.between(doc.on, credit.on) <= Figures.CREDITED_WITHIN_DAYS)).count();
    return Figures.percent(Rational.of(wrong), Rational.of(issued.size()));
  }

  /** For each person and month with a known capacity. */
  List<Answer.Utilisation> utilisation() {
    var all = new ArrayList<Answer.Utilisation>();
    var worked = new HashMap<String, Long>();
    for (var entry : engine.time.entries.values()) {
      if (!(entry.rated instanceof Rated.NonBillable)) worked.merge(entry.fact.personId() + "|" + YearMonth.from(entry.fact.workDate()), entry.approved(), Long::sum);
    }
    for (var person : facts.people.values()) {
      for (var month : person.capacity().stream().sorted(Comparator.comparing(Bundle.Capacity::month)).toList()) {
        long billable = worked.getOrDefault(person.personId() + "|" + month.month(), 0L);
        var percent = Figures.percent(Rational.of(billable), Rational.of(month.minutes()));
        all.add(new Answer.Utilisation(person.personId(), month.month().toString(), billable, month.minutes(), percent));
      }
    }
    return all;
  }

  static Rational percent(Money part, Money whole) {
    return whole.isZero() ? null : part.exact().value().times(Rational.of(100)).dividedBy(whole.exact().value());
  }

  static String text(Rational percent) {
    return percent == null ? null : Figures.text(percent);
  }
}
