package io.throughline.finance;

import io.throughline.canonical.Every;
import io.throughline.canonical.ExactAmount;
import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.Periods;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;

/**
 * The periods of a retainer or a subscription. A part of a period, at either end or under terms that changed within it, counts by its
 * days over the days of the whole contractual period, both ends counted; each period is rounded once.
 */
public final class RecurringFee {

  /** What a whole period costs, and the minutes that it includes, from a day on; {@code amount} is null where the line ends with the day before. */
  public record Agreed(LocalDate from, Money amount, long minutes) {

    /** Without minutes. */
    public Agreed(LocalDate from, Money amount) {
      this(from, amount, 0);
    }
  }

  /** Days of a period under the same terms, what they are worth, and the minutes that they include. */
  public record Part(Period served, Rational amount, Rational minutes) {

    /** The share that the days have in a whole period. */
    public static Part of(Period served, Period whole, Rational amount, long minutes) {
      var share = Rational.of(served.days(), whole.days());
      return new Part(served, amount.times(share), Rational.of(minutes).times(share));
    }
  }

  /** One period as served; {@code whole} is the contractual period it is a part of. */
  public record Span(Period served, Period whole, List<Part> parts, Money amount) {

    /** @param parts at least one, in the order of their days */
    public static Span of(Period whole, List<Part> parts, Currency currency, RoundingPolicy rounding) {
      var served = new Period(parts.get(0).served().from(), parts.get(parts.size() - 1).served().through());
      return new Span(served, whole, List.copyOf(parts), new ExactAmount(sum(parts), currency).rounded(rounding));
    }

    public Rational exact() {
      return sum(parts);
    }

    public long minutes() {
      return parts.stream().map(Part::minutes).reduce(Rational.ZERO, Rational::plus).rounded(0, RoundingPolicy.HALF_UP).longValueExact();
    }

    public LocalDate dueOn(boolean inAdvance) {
      return inAdvance ? served.from() : served.through();
    }

    /** The part of the amount that belongs to the days through {@code day}. */
    public Rational earned(LocalDate day) {
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

    private static Rational sum(List<Part> parts) {
      return parts.stream().map(Part::amount).reduce(Rational.ZERO, Rational::plus);
    }
  }

  private RecurringFee() {}

  /**
   * What is served in each contractual period that begins on or before {@code until}: each day at the amount that is agreed for it.
   *
   * @param agreed of two from one day the later told counts; days before the first are not served
   * @param term its first day begins the first period; nothing is served outside it
   */
  public static List<Span> spans(Periods rhythm, List<Agreed> agreed, Period term, LocalDate until, RoundingPolicy rounding) {
    var steps = agreed.stream().sorted(Comparator.comparing(Agreed::from)).toList();
    var spans = new ArrayList<Span>();
    for (var whole : wholes(term.from(), rhythm.every(), rhythm.calendar(), until.isBefore(term.through()) ? until : term.through())) {
      var parts = new ArrayList<Part>();
      Currency currency = null;
      for (int i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        var through = i + 1 < steps.size() ? steps.get(i + 1).from().minusDays(1) : term.through();
        if (step.amount() == null || through.isBefore(step.from())) continue;
        currency = step.amount().currency();
        new Period(step.from(), through).overlap(term).flatMap(whole::overlap).ifPresent(served -> parts.add(Part.of(served, whole, step.amount().exact().value(), step.minutes())));
      }
      if (!parts.isEmpty()) spans.add(Span.of(whole, parts, currency, rounding));
    }
    return spans;
  }

  /** The contractual periods that begin on or before {@code until}, from the one on that has the first day in it. */
  public static List<Period> wholes(LocalDate first, Every every, boolean calendar, LocalDate until) {
    int months = every.months();
    var start = calendar ? YearMonth.of(first.getYear(), (first.getMonthValue() - 1) / months * months + 1).atDay(1) : first;
    var wholes = new ArrayList<Period>();
    for (long i = 0; !start.plusMonths(i * months).isAfter(until); i++) wholes.add(new Period(start.plusMonths(i * months), start.plusMonths((i + 1) * months).minusDays(1)));
    return wholes;
  }

  /** How a billing event names the period from a day on, as a whole. */
  public static String source(LocalDate from) {
    return "period-" + from;
  }

  /** A period of a contract's line as something to bill. */
  public static BillingEvent event(ContractVersion contract, ContractLine line, Span span) {
    return event(contract.contractId(), line.lineId(), line.billing(), line.periods().inAdvance(), line.description(), span);
  }

  public static BillingEvent event(String contractId, String lineId, BillingModel billing, boolean inAdvance, String description, Span span) {
    var source = source(span.whole().from());
    return new BillingEvent(ContentId.of("evt", List.of(contractId, lineId, source)), contractId, lineId, billing, span.dueOn(inAdvance), span.amount(), source, null, description + " " + span.served());
  }
}
