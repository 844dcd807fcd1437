package io.throughline.finance.whatif;

import io.throughline.canonical.Every;
import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * The periods of a retainer or a subscription. A part of a period, at either end or under terms that changed within it, counts by its
 * days over the days of the whole contractual period.
 */
final class Schedule {

  /** Days of a period under the same terms, and what they are worth. */
  record Part(Period served, Rational amount) {}

  /** One period as served; {@code whole} is the contractual period it is a part of. */
  record Span(Period served, Period whole, List<Part> parts, Money amount, long minutes) {

    Rational exact() {
      return parts.stream().map(Part::amount).reduce(Rational.ZERO, Rational::plus);
    }

    /** The part of the amount that belongs to the days through {@code day}. */
    Rational earned(LocalDate day) {
      var total = exact();
      if (total.signum() == 0) return Rational.ZERO;
      var through = Rational.ZERO;
      for (var part : parts) {
        if (day.isBefore(part.served().from())) continue;
        var end = day.isBefore(part.served().through()) ? day : part.served().through();
        through = through.plus(part.amount().times(Rational.of(new Period(part.served().from(), end).days(), part.served().days())));
      }
      return amount.exact().value().times(through).dividedBy(total);
    }
  }

  private final Facts facts;
  private final TermsBook terms;

  Schedule(Facts facts, TermsBook terms) {
    this.facts = facts;
    this.terms = terms;
  }

  /** All periods of a line that begin on or before {@code until}, as known on {@code today}. */
  List<Span> spans(String contractId, ContractFact.Line line, LocalDate today, LocalDate until) {
    var spans = new ArrayList<Span>();
    var first = line.from() == null ? facts.first(contractId).startsOn() : line.from();
    int months = (line.every() == null ? Every.MONTH : line.every()).months();
    var last = lastDay(contractId, today, until);
    for (int i = 0; ; i++) {
      var start = line.calendarPeriods() ? calendar(first, months).plusMonths((long) i * months) : first.plusMonths((long) i * months);
      var next = line.calendarPeriods() ? start.plusMonths(months) : first.plusMonths((long) (i + 1) * months);
      if (start.isAfter(last) || start.isAfter(until)) return spans;
      var span = span(contractId, line, today, new Period(start, next.minusDays(1)), first);
      if (span != null) spans.add(span);
    }
  }

  private LocalDate lastDay(String contractId, LocalDate today, LocalDate until) {
    return facts.contracts.get(contractId).stream().filter(each -> !each.approvedOn().isAfter(today)).map(ContractFact::endsOn).max(LocalDate::compareTo).orElse(until);
  }

  private Span span(String contractId, ContractFact.Line line, LocalDate today, Period whole, LocalDate first) {
    var parts = new ArrayList<Part>();
    var minutes = Rational.ZERO;
    var starts = line.priceChange() == ContractFact.PriceChange.NEXT_PERIOD ? List.of(whole.from()) : terms.changes(contractId, whole);
    for (int i = 0; i < starts.size(); i++) {
      var until = i + 1 < starts.size() ? starts.get(i + 1).minusDays(1) : whole.through();
      var at = terms.at(contractId, today, starts.get(i).isBefore(first) ? first : starts.get(i));
      var then = at.lines().get(line.lineId());
      if (then == null || !at.inForce(line.lineId())) continue;
      var from = then.from() == null ? at.contract().term().from() : then.from();
      var through = then.through() == null ? at.contract().term().through() : then.through();
      if (through.isBefore(from)) continue;
      var served = new Period(starts.get(i), until).overlap(new Period(from, through));
      if (served.isEmpty()) continue;
      var share = Rational.of(served.get().days(), whole.days());
      parts.add(new Part(served.get(), amount(at, then).times(share)));
      minutes = minutes.plus(Rational.of(then.includedMinutes() == null ? 0 : then.includedMinutes()).times(share));
    }
    if (parts.isEmpty()) return null;
    var contract = terms.at(contractId, today, parts.get(parts.size() - 1).served().from()).contract();
    var total = parts.stream().map(Part::amount).reduce(Rational.ZERO, Rational::plus);
    var served = new Period(parts.get(0).served().from(), parts.get(parts.size() - 1).served().through());
    return new Span(served, whole, parts, new ExactAmount(total, contract.currency()).rounded(contract.rounding()), minutes.rounded(0, RoundingPolicy.HALF_UP).longValueExact());
  }

  private Rational amount(TermsBook.Terms at, ContractFact.Line line) {
    return facts.amount(line, at.contract().currency()).exact().value().times(Facts.kept(line));
  }

  private static LocalDate calendar(LocalDate first, int months) {
    return YearMonth.of(first.getYear(), (first.getMonthValue() - 1) / months * months + 1).atDay(1);
  }
}
