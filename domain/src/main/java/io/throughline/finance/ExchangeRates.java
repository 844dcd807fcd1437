package io.throughline.finance;

import static java.util.Objects.requireNonNull;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which rate counts on a day: that day's, or the last before it; a pair's inverse only where the pair itself was never told. */
public final class ExchangeRates {

  /**
   * From {@code on} one unit of {@code from} is worth {@code value} of {@code to}.
   *
   * @param source who says so, or null
   * @param knownOn the day it became known; null when it always was
   */
  public record Rate(Currency from, Currency to, LocalDate on, BigDecimal value, String source, LocalDate knownOn) {

    public Rate {
      requireNonNull(from, "from");
      requireNonNull(to, "to");
      requireNonNull(on, "on");
      if (value.signum() <= 0) throw new IllegalArgumentException("not a rate: " + value);
    }

    /** What a unit of one of its currencies is worth in the other. */
    public Rational of(Currency unit) {
      return unit.equals(from) ? Rational.of(value) : Rational.ONE.dividedBy(Rational.of(value));
    }

    /** Money of one of its currencies in the other, rounded once. */
    public Money exchanged(Money amount) {
      var other = amount.currency().equals(from) ? to : from;
      if (!isOf(amount.currency(), other)) throw new IllegalArgumentException(amount + " is not exchanged by " + this);
      return Money.of(amount.exact().value().times(of(amount.currency())).rounded(other.getDefaultFractionDigits(), RoundingPolicy.HALF_UP), other);
    }

    /** Whether it says what one of two currencies is worth in the other. */
    public boolean isOf(Currency one, Currency other) {
      return one.equals(from) && other.equals(to) || one.equals(to) && other.equals(from);
    }

    @Override
    public String toString() {
      return "1 " + from + " = " + value.toPlainString() + " " + to + " of " + on;
    }
  }

  private final Map<String, TreeMap<LocalDate, List<Rate>>> pairs = new HashMap<>();

  public ExchangeRates(Collection<Rate> rates) {
    for (var rate : rates) pairs.computeIfAbsent(rate.from() + "/" + rate.to(), pair -> new TreeMap<>()).computeIfAbsent(rate.on(), day -> new ArrayList<>()).add(rate);
  }

  /** @param counts which rates may be used; of one day's the one that became known last is */
  public Optional<Rate> at(Currency from, Currency to, LocalDate on, Predicate<Rate> counts) {
    var direct = pairs.get(from + "/" + to);
    return last(direct != null ? direct : pairs.get(to + "/" + from), on, counts);
  }

  private static Optional<Rate> last(TreeMap<LocalDate, List<Rate>> pair, LocalDate on, Predicate<Rate> counts) {
    if (pair == null) return Optional.empty();
    for (var day : pair.headMap(on, true).descendingMap().values()) {
      var newest = day.stream().filter(counts).max(Comparator.comparing(Rate::knownOn, Comparator.nullsFirst(Comparator.naturalOrder())));
      if (newest.isPresent()) return newest;
    }
    return Optional.empty();
  }
}
