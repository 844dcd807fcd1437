package io.throughline.books;

import io.throughline.canonical.Expense;
import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.canonical.TimeEntry;
import io.throughline.finance.ExchangeRates.Rate;
import io.throughline.finance.ExpenseBilling;
import io.throughline.finance.Rated;
import io.throughline.finance.TimeRating;
import io.throughline.finance.UnitPrice;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which contract line an entry or an expense belongs to, and at which price: the live contracts brought to the rules. */
@ApplicationScoped
class Binding {

  @Inject Engagements engagements;
  @Inject Contracts contracts;

  /**
   * Where it belongs, {@code price} of an hour or of the whole expense; {@code holdCode} says why nowhere.
   *
   * @param cost what was spent, in the contract's currency; null for time and where no line takes the expense
   * @param rate what it was exchanged by, or null
   */
  record Bound(String threadId, String lineId, String state, BigDecimal price, String currency, String holdCode, String holdReason, Money cost, Rate rate) {

    Bound(String threadId, String lineId, String state, BigDecimal price, String currency, String holdCode, String holdReason) {
      this(threadId, lineId, state, price, currency, holdCode, holdReason, null, null);
    }

    static Bound held(String threadId, String code, String reason) {
      return new Bound(threadId, null, "held", null, null, code, reason);
    }

    /** With its line, and the price that it would have, where the terms say one. */
    static Bound held(String threadId, Rated.Held why, int minutes, String currency) {
      if (why.atRisk() == null) return held(threadId, why.reason().name(), why.text());
      var rate = why.atRisk().value().times(Rational.of(UnitPrice.HOUR, minutes)).rounded(6, RoundingPolicy.HALF_UP);
      return new Bound(threadId, why.lineId(), "held", rate, currency, why.reason().name(), why.text());
    }

    static Bound unpriced(String threadId, String lineId, String state) {
      return new Bound(threadId, lineId, state, null, null, null, null);
    }
  }

  /** What a page of entries can be bound to, read once a page. */
  Page on(String source, List<String> projects) {
    var live = new HashMap<String, Contracts.Live>();
    for (var project : projects) engagements.ofProject(source, project).ifPresent(engagement -> live.put(project, contracts.of(engagement)));
    return new Page(source, live);
  }

  /** @param live contracts by project */
  record Page(String source, Map<String, Contracts.Live> live) {

    Bound of(TimeEntries.Entry entry) {
      return unbound(entry.projectId(), entry.approval()).or(() -> settled(entry.projectId(), entry.workDate(), "covered")).orElseGet(() -> rated(live.get(entry.projectId()), rules(entry)));
    }

    Bound of(Expenses.Spent spent, FxRates.Book rates) {
      return unbound(spent.projectId(), spent.approval()).or(() -> settled(spent.projectId(), spent.incurredOn(), "non-billable")).orElseGet(() -> billed(live.get(spent.projectId()), spent.rules(source), rates));
    }

    /** What no contract is asked about. */
    private Optional<Bound> unbound(String projectId, String approval) {
      var contract = live.get(projectId);
      if (contract == null) return Optional.of(Bound.held(null, "PROJECT_UNKNOWN", "no engagement has the project " + projectId));
      var thread = contract.engagement().threadId();
      if ("closed".equals(contract.engagement().state())) return Optional.of(Bound.held(thread, "PROJECT_CLOSED", "the engagement is closed"));
      return approval != null && !"approved".equals(approval) ? Optional.of(Bound.unpriced(thread, null, "reopened")) : Optional.empty();
    }

    /** What was done before the engagement was taken over: of no line, and nobody's to bill here. */
    private Optional<Bound> settled(String projectId, LocalDate day, String state) {
      var engagement = live.get(projectId).engagement();
      return engagement.isSettled(day) ? Optional.of(Bound.unpriced(engagement.threadId(), null, state)) : Optional.empty();
    }

    private static Bound billed(Contracts.Live contract, Expense expense, FxRates.Book rates) {
      var thread = contract.engagement().threadId();
      var currency = contract.engagement().currency();
      var rate = rates.rate(expense.amount().currency().getCurrencyCode(), currency, expense.incurredOn());
      return ExpenseBilling.of(contract.contract(), expense, rate)
          .fold(
              due -> new Bound(thread, due.event().lineId(), "billable", Amounts.decimal(due.event().amount()), currency, null, null, due.cost(), rate),
              non -> new Bound(thread, non.lineId(), "non-billable", null, null, null, null, non.cost(), non.cost() == null ? null : rate),
              held -> Bound.held(thread, held.reason(), held.text()));
    }

    private static Bound rated(Contracts.Live contract, TimeEntry entry) {
      var thread = contract.engagement().threadId();
      return TimeRating.beyond(contract.contract(), entry)
          .fold(
              billable -> new Bound(thread, billable.lineId(), "billable", billable.price().amount(), contract.engagement().currency(), null, null),
              nonBillable -> Bound.unpriced(thread, nonBillable.lineId(), "non-billable"),
              covered -> Bound.unpriced(thread, covered.lineId(), "covered"),
              held -> Bound.held(thread, held, entry.minutes(), contract.engagement().currency()));
    }

    TimeEntry rules(TimeEntries.Entry entry) {
      return new TimeEntry(
          source,
          entry.entryId(),
          entry.version(),
          entry.projectId(),
          entry.taskId(),
          entry.personId(),
          entry.role(),
          entry.workDate(),
          entry.minutes().intValue(),
          !Boolean.FALSE.equals(entry.billable()));
    }
  }
}
