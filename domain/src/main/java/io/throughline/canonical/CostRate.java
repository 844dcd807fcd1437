package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;

/**
 * What a person costs the firm from a day on, as the system of people says it: a wage or a loaded rate, which of them is the firm's choice.
 *
 * <p>Money: text in {@code currency}, for {@code per}.
 *
 * @param yearlyMinutes the paid minutes of a year; needed unless the rate is an hour's
 */
public record CostRate(LocalDate from, String amount, String currency, Per per, Long yearlyMinutes) implements Worker.Dated {

  /** A cost is shared out over many hours: six decimals keep a year's rounding below a cent. */
  private static final int DECIMALS = 6;

  /** Which time the amount pays for. */
  public enum Per {
    HOUR(0),
    MONTH(12),
    YEAR(1);

    private final int aYear;

    Per(int aYear) {
      this.aYear = aYear;
    }
  }

  public CostRate {
    requireNonNull(from, "from");
    requireNonNull(amount, "amount");
    requireNonNull(currency, "currency");
    requireNonNull(per, "per");
    if (new BigDecimal(amount).signum() < 0) throw new IllegalArgumentException("not a cost rate: " + amount);
    if (per != Per.HOUR && (yearlyMinutes == null || yearlyMinutes < 1)) throw new IllegalArgumentException("not a cost rate: an amount a " + per.name().toLowerCase(java.util.Locale.ROOT) + " without the minutes of a year");
  }

  /** The cost of an hour, rounded half up. */
  public BigDecimal ofAnHour() {
    var given = new BigDecimal(amount);
    if (per == Per.HOUR) return given.setScale(DECIMALS, RoundingMode.HALF_UP);
    return given.multiply(BigDecimal.valueOf(per.aYear * 60L)).divide(BigDecimal.valueOf(yearlyMinutes), DECIMALS, RoundingMode.HALF_UP);
  }
}
