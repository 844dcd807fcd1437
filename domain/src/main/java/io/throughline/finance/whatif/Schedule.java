package io.throughline.finance.whatif;

import io.throughline.canonical.Invariant;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** The periods of a retainer or subscription and what each is worth: days served over the days of the whole period, both ends counted. */
final class Schedule {

  /** One period as served; {@code whole} is the contractual period it is a part of. */
  record Span(Period served, Period whole, Money amount) {

    /** The part of the amount that belongs to the days through {@code day}. */
    Rational earned(LocalDate day) {
      if (day.isBefore(served.from())) return Rational.ZERO;
      var end = day.isBefore(served.through()) ? day : served.through();
      return amount.exact().value().times(Rational.of(new Period(served.from(), end).days(), served.days()));
    }

    Rational share() {
      return Rational.of(served.days(), whole.days());
    }
  }

  private Schedule() {}

  /** All periods that begin on or before {@code until}. */
  static List<Span> spans(ContractFact.Line line, ContractFact contract, Money amount, LocalDate until, RoundingPolicy rounding) {
    var first = line.from() == null ? contract.startsOn() : line.from();
    var last = line.through() == null ? contract.endsOn() : line.through();
    int months = (line.every() == null ? ContractFact.Every.MONTH : line.every()).months();
    var spans = new ArrayList<Span>();
    for (int i = 0; ; i++) {
      var start = line.calendarPeriods() ? calendar(first, months).plusMonths((long) i * months) : first.plusMonths((long) i * months);
      var next = line.calendarPeriods() ? start.plusMonths(months) : first.plusMonths((long) (i + 1) * months);
      if (start.isAfter(last) || start.isAfter(until)) return spans;
      var whole = new Period(start, next.minusDays(1));
      var served = whole.overlap(new Period(first, last));
      Invariant.holds(served.isPresent(), "%s is outside %s to %s", whole, first, last);
      var exact = amount.exact().times(Rational.of(served.get().days(), whole.days()));
      spans.add(new Span(served.get(), whole, exact.rounded(rounding)));
    }
  }

  private static LocalDate calendar(LocalDate first, int months) {
    return YearMonth.of(first.getYear(), (first.getMonthValue() - 1) / months * months + 1).atDay(1);
  }
}
