package io.throughline.finance;

import io.throughline.canonical.Money;
import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * The tax a line bears: EN 16931 category (S, Z, AE, E, G, O) and percent, and for what is not taxed the reason.
 *
 * <p>Money: the tax of a document is computed per treatment on the sum of its lines, in document currency, rounded once, half up.
 */
public record TaxTreatment(String category, BigDecimal percent, String exemptionCode, String text) implements Comparable<TaxTreatment> {

  /** Nothing is taxed because no rule was asked for. */
  public static final TaxTreatment NONE = new TaxTreatment("O", BigDecimal.ZERO, null, null);

  /** Decided by the ERP, which tells no more than the tax of a whole document. */
  public static final TaxTreatment TOLD = new TaxTreatment("told", BigDecimal.ZERO, null, "As decided by the ERP");

  public static final TaxTreatment EXEMPT = new TaxTreatment("E", BigDecimal.ZERO, "VATEX-EU-132", "Exempt");

  /** Member states of the European Union by ISO code. */
  private static final Set<String> EU = Set.of(
      "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private static final TaxTreatment ABROAD = new TaxTreatment("O", BigDecimal.ZERO, "VATEX-EU-O", "Not subject to VAT");
  private static final TaxTreatment REVERSE_CHARGE = new TaxTreatment("AE", BigDecimal.ZERO, "VATEX-EU-AE", "Reverse charge");

  /** Who is taxed where: an ISO country, and the VAT id of a business or null. */
  public record Place(String country, String taxId) {}

  /** At a country's own rate. */
  public static TaxTreatment rated(BigDecimal percent) {
    return new TaxTreatment(percent.signum() == 0 ? "Z" : "S", percent, null, null);
  }

  /** By an ERP that says the category; what is not taxed has its reason. Refuses: no such category, and a percent that is not the category's. */
  public static TaxTreatment decided(String category, BigDecimal percent) {
    var decided = switch (category) {
      case "S" -> rated(percent);
      case "Z" -> rated(BigDecimal.ZERO);
      case "AE" -> REVERSE_CHARGE;
      case "E" -> new TaxTreatment("E", BigDecimal.ZERO, null, "Exempt");
      case "G" -> new TaxTreatment("G", BigDecimal.ZERO, "VATEX-EU-G", "Export outside the EU");
      case "O" -> ABROAD;
      default -> throw new IllegalArgumentException("no tax category: " + category);
    };
    if (!decided.category.equals(category) || decided.percent.compareTo(percent) != 0) throw new IllegalArgumentException(percent.toPlainString() + " % is not of category " + category);
    return decided;
  }

  /** For services across a border what the two places decide: a business is taxed where it is, so is whoever is outside the EU. Empty where the seller's own rate counts. */
  public static Optional<TaxTreatment> acrossBorder(Place seller, Place buyer) {
    if (seller.country().equals(buyer.country())) return Optional.empty();
    if (!EU.contains(buyer.country())) return Optional.of(ABROAD);
    if (buyer.taxId() == null) return Optional.empty();
    return Optional.of(EU.contains(seller.country()) ? REVERSE_CHARGE : ABROAD);
  }

  public boolean isReverseCharge() {
    return "AE".equals(category);
  }

  public Money of(Money base) {
    return Money.of(base.exact().value().times(Rational.of(percent.movePointLeft(2))).rounded(base.currency().getDefaultFractionDigits(), RoundingPolicy.HALF_UP), base.currency());
  }

  @Override
  public int compareTo(TaxTreatment other) {
    int byCategory = category.compareTo(other.category);
    return byCategory != 0 ? byCategory : percent.compareTo(other.percent);
  }
}
