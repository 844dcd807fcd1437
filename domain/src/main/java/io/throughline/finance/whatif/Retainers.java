package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.Rollover;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingModel;
import io.throughline.finance.RecurringFee;
import io.throughline.finance.RetainerHours;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the minutes of retainers: what the fee covers, what is overage, what rolls, what expires or is refunded. */
final class Retainers {

  /** A retainer line's periods and their accounts. */
  record Account(String contractId, ContractFact.Line line, List<RecurringFee.Span> spans, List<RetainerHours.Month> months) {}

  private final TermsBook terms;
  private final TimeBook time;
  private final Schedule schedule;

  Retainers(TermsBook terms, TimeBook time, Schedule schedule) {
    this.terms = terms;
    this.time = time;
    this.schedule = schedule;
  }

  List<Account> of(String contractId, LocalDate until) {
    var accounts = new ArrayList<Account>();
    for (var line : terms.lines(contractId, until)) if (line.billing() == BillingModel.RETAINER) accounts.add(account(contractId, line, until, until));
    return accounts;
  }

  private Account account(String contractId, ContractFact.Line line, LocalDate today, LocalDate until) {
    var spans = schedule.spans(contractId, line, today, until);
    var included = spans.stream().map(RecurringFee.Span::minutes).toList();
    var used = new ArrayList<Long>();
    for (var span : spans) used.add(inside(contractId, line, span, until).stream().mapToLong(TimeBook.Entry::approved).sum());
    return new Account(contractId, line, spans, RetainerHours.account(included, used, rollPeriods(line), line.rollover() != null && line.rollover().order() == Rollover.Order.CURRENT_FIRST, over(contractId, line, spans, today)));
  }

  /** Whether the line ends with the last of these periods, as known today. */
  private boolean over(String contractId, ContractFact.Line line, List<RecurringFee.Span> spans, LocalDate today) {
    if (rollPeriods(line) == 0 || spans.isEmpty()) return false;
    var next = spans.get(spans.size() - 1).served().through().plusDays(1);
    return schedule.spans(contractId, line, today, next).size() == spans.size();
  }

  private static int rollPeriods(ContractFact.Line line) {
    return line.rollover() == null ? 0 : line.rollover().periods();
  }

  static boolean refunds(ContractFact.Line line) {
    return line.rollover() != null && line.rollover().unused() == Rollover.Unused.REFUND;
  }

  /** What unused minutes take off the fee of a period, by the period's first day, once they ended unused. */
  Map<LocalDate, Money> refunds(String contractId, ContractFact.Line line, LocalDate today, LocalDate through) {
    var refunds = new HashMap<LocalDate, Money>();
    if (!refunds(line)) return refunds;
    var account = account(contractId, line, today, through);
    var unused = new TreeMap<Integer, Long>();
    for (int i = 0; i < account.months().size(); i++) {
      if (!account.spans().get(i).served().through().isAfter(through)) account.months().get(i).ended().forEach((of, minutes) -> unused.merge(of, minutes, Long::sum));
    }
    unused.forEach((of, minutes) -> {
      var paid = account.spans().get(of);
      refunds.put(paid.whole().from(), paid.amount().exact().times(Rational.of(minutes, paid.minutes())).rounded(RoundingPolicy.HALF_UP));
    });
    return refunds;
  }

  /** Marks overage on the last entries of each period; minutes that are billed already stay where they are, as far as there is overage. */
  void settle(String contractId, LocalDate until) {
    for (var account : of(contractId, until)) {
      for (int i = 0; i < account.spans().size(); i++) {
        var entries = inside(contractId, account.line(), account.spans().get(i), until);
        var beyond = RetainerHours.beyond(entries.stream().map(entry -> new RetainerHours.Worked(entry.approved(), entry.allocated, entry.writtenOff)).toList(), account.months().get(i).overage());
        for (int each = 0; each < entries.size(); each++) {
          entries.get(each).overage = beyond.get(each);
          time.changed(entries.get(each));
        }
      }
    }
  }

  private List<TimeBook.Entry> inside(String contractId, ContractFact.Line line, RecurringFee.Span span, LocalDate until) {
    return time.of(contractId).stream()
        .filter(entry -> entry.overage >= 0 && entry.fact.counts() && line.lineId().equals(lineOf(entry)) && span.served().contains(entry.fact.workDate()) && !entry.fact.workDate().isAfter(until))
        .sorted()
        .toList();
  }

  static String lineOf(TimeBook.Entry entry) {
    return entry.rated.fold(billable -> billable.lineId(), non -> non.lineId(), covered -> covered.lineId(), held -> held.lineId());
  }
}
