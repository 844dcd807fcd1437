package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * From a day on one unit of {@code from} is worth {@code rate} of {@code to}.
 *
 * <p>Idempotency key: source, rateId, version. Source: ERP.
 */
public record FxRate(String rateId, String version, String from, String to, String rate, LocalDate on) {

  public FxRate {
    requireNonNull(rateId, "rateId");
    requireNonNull(version, "version");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(rate, "rate");
    requireNonNull(on, "on");
    if (from.equals(to)) throw new IllegalArgumentException("not a rate: from " + from + " to itself");
    if (new BigDecimal(rate).signum() <= 0) throw new IllegalArgumentException("not a rate: " + rate);
  }
}
