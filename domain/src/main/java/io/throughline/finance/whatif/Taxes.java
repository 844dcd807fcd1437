package io.throughline.finance.whatif;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Set;

/**
 * Which tax a line bears: EN 16931 categories S, AE, E, G and O. The tax of a document is computed per category and rate on the sum of its
 * lines, in document currency.
 */
final class Taxes {

  /** A line's tax. {@code percent} is null where nothing is taxed because no rule was asked for. */
  record Treatment(String category, BigDecimal percent, String exemptionCode, String text) implements Comparable<Treatment> {

    static final Treatment NONE = new Treatment("O", BigDecimal.ZERO, null, null);

    Money of(Money base) {
      return Money.of(base.exact().value().times(Rational.of(percent.movePointLeft(2))).rounded(base.currency().getDefaultFractionDigits(), RoundingPolicy.HALF_UP), base.currency());
    }

    @Override
    public int compareTo(Treatment other) {
      int byCategory = category.compareTo(other.category);
      return byCategory != 0 ? byCategory : percent.compareTo(other.percent);
    }
  }

  /** Member states of the European Union by ISO code. */
  private static final Set<String> EU = Set.of(
      "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private final Facts facts;

  Taxes(Facts facts) {
    this.facts = facts;
  }

  boolean asked() {
    return !facts.bundle.taxRates().isEmpty();
  }

  /** Null when the rule cannot be found: the bill is held. */
  Treatment of(String entity, String billingAccount, String taxCode, LocalDate taxPoint) {
    if (!asked()) return Treatment.NONE;
    if ("exempt".equals(taxCode)) return new Treatment("E", BigDecimal.ZERO, "VATEX-EU-132", "Exempt");
    var seller = facts.entities.get(entity);
    var buyer = facts.accounts.get(billingAccount);
    if (seller == null || seller.country() == null || buyer == null || buyer.country() == null) return null;
    if (!seller.country().equals(buyer.country())) {
      if (!EU.contains(buyer.country())) return new Treatment("O", BigDecimal.ZERO, "VATEX-EU-O", "Not subject to VAT");
      if (EU.contains(seller.country()) && buyer.taxId() != null) {
        return seller.taxId() == null ? null : new Treatment("AE", BigDecimal.ZERO, "VATEX-EU-AE", "Reverse charge");
      }
    }
    return standard(seller.country(), taxCode, taxPoint);
  }

  private Treatment standard(String country, String taxCode, LocalDate taxPoint) {
    Bundle.TaxRate best = null;
    for (var rate : facts.bundle.taxRates()) {
      var code = rate.code() == null ? "standard" : rate.code();
      var applies = rate.country().equals(country) && code.equals(taxCode == null ? "standard" : taxCode) && !rate.from().isAfter(taxPoint) && (rate.through() == null || !rate.through().isBefore(taxPoint));
      if (applies && (best == null || rate.from().isAfter(best.from()))) best = rate;
    }
    return best == null ? null : new Treatment(best.percent().signum() == 0 ? "Z" : "S", best.percent(), null, null);
  }

  /** The net price in a price that includes tax, at the currency's scale. */
  static BigDecimal net(BigDecimal gross, BigDecimal percent, Currency currency) {
    return Rational.of(gross).dividedBy(Rational.ONE.plus(Rational.of(percent.movePointLeft(2)))).rounded(currency.getDefaultFractionDigits(), RoundingPolicy.HALF_UP);
  }
}
