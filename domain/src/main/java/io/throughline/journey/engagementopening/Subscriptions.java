package io.throughline.journey.engagementopening;

import io.throughline.canonical.Money;
import io.throughline.canonical.Period;
import io.throughline.canonical.Periods;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.canonical.WonDeal;
import io.throughline.finance.RecurringFee;
import io.throughline.finance.RecurringFee.Agreed;
import io.throughline.finance.RecurringFee.Span;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** The periods that were sold with a deal, from its first day through its last. */
public final class Subscriptions {

  private Subscriptions() {}

  /** As they were sold. */
  public static List<Span> spans(WonDeal deal, QuoteLine line) {
    return spans(deal, line, List.of(agreed(deal, line, deal.startOn())));
  }

  public static List<Span> spans(WonDeal terms, QuoteLine line, List<Agreed> agreed) {
    return RecurringFee.spans(line.periods(), agreed, new Period(terms.startOn(), terms.endOn()), terms.endOn(), RoundingPolicy.HALF_UP);
  }

  /** What they come to. */
  public static BigDecimal sum(List<Span> spans) {
    return spans.stream().map(span -> span.amount().amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static boolean price(Periods periods, String currency) {
    var amount = new BigDecimal(periods.amount()).stripTrailingZeros();
    return amount.signum() > 0 && amount.scale() <= Currency.getInstance(currency).getDefaultFractionDigits();
  }

  /** The price of a line, and the minutes that it includes, from a day on. */
  public static Agreed agreed(WonDeal terms, QuoteLine line, LocalDate from) {
    return new Agreed(from, Money.of(line.periods().amount(), terms.currency()), line.includedMinutes());
  }
}
