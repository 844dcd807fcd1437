package io.throughline.finance.whatif;

import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.BillingModel;
import io.throughline.finance.RetainerHours;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Keeps the minutes of retainers: what the fee covers, what is overage, what rolls, what expires. */
final class Retainers {

  /** A retainer line's periods and their accounts. */
  record Account(String contractId, ContractFact.Line line, List<Schedule.Span> spans, List<RetainerHours.Month> months) {}

  private final Facts facts;
  private final TermsBook terms;
  private final TimeBook time;

  Retainers(Facts facts, TermsBook terms, TimeBook time) {
    this.facts = facts;
    this.terms = terms;
    this.time = time;
  }

  List<Account> of(String contractId, LocalDate until) {
    var at = terms.today(contractId, until);
    var accounts = new ArrayList<Account>();
    for (var line : at.lines().values()) {
      if (line.billing() != BillingModel.RETAINER) continue;
      var amount = facts.money(line.amount(), at.contract().currency(), line, "amount");
      var spans = Schedule.spans(line, facts.latest(contractId, until), amount, until, at.contract().rounding());
      var included = spans.stream().map(span -> included(line, span)).toList();
      var used = new ArrayList<Long>();
      for (var span : spans) used.add(inside(contractId, line, span, until).stream().mapToLong(TimeBook.Entry::approved).sum());
      var roll = line.rollover();
      accounts.add(new Account(contractId, line, spans, RetainerHours.account(included, used, roll == null ? 0 : roll.periods(), roll != null && roll.order() == ContractFact.Order.CURRENT_FIRST)));
    }
    return accounts;
  }

  /** Marks overage on the last entries of each period; minutes that are billed already stay where they are. */
  void settle(String contractId, LocalDate until) {
    for (var account : of(contractId, until)) {
      for (int i = 0; i < account.spans().size(); i++) {
        long overage = account.months().get(i).overage();
        var entries = inside(contractId, account.line(), account.spans().get(i), until);
        long billed = entries.stream().mapToLong(entry -> entry.allocated + entry.writtenOff).sum();
        long fresh = Math.max(0, overage - billed);
        for (int last = entries.size() - 1; last >= 0; last--) {
          var entry = entries.get(last);
          long kept = Math.min(entry.allocated + entry.writtenOff, entry.approved());
          long more = Math.min(fresh, entry.approved() - kept);
          entry.overage = kept + more;
          fresh -= more;
        }
      }
    }
  }

  private List<TimeBook.Entry> inside(String contractId, ContractFact.Line line, Schedule.Span span, LocalDate until) {
    return time.of(contractId).stream()
        .filter(entry -> entry.overage >= 0 && entry.fact.counts() && line.lineId().equals(lineOf(entry)) && span.served().contains(entry.fact.workDate()) && !entry.fact.workDate().isAfter(until))
        .sorted()
        .toList();
  }

  static String lineOf(TimeBook.Entry entry) {
    return entry.rated.fold(billable -> billable.lineId(), non -> non.lineId(), covered -> covered.lineId(), held -> held.lineId());
  }

  private static long included(ContractFact.Line line, Schedule.Span span) {
    int minutes = line.includedMinutes() == null ? 0 : line.includedMinutes();
    return Rational.of(minutes).times(span.share()).rounded(0, RoundingPolicy.HALF_UP).longValueExact();
  }
}
