package io.throughline.finance.whatif;

import io.throughline.canonical.Rational;
import io.throughline.canonical.RoundingPolicy;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.TaxTreatment.Place;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Currency;

/**
 * Which tax a line bears: EN 16931 categories S, AE, E, G and O. The tax of a document is computed per category and rate on the sum of its
 * lines, in document currency.
 */
final class Taxes {

  private static final Comparator<Bundle.TaxRate> NEWER =
      Comparator.comparing(Bundle.TaxRate::from).thenComparing(Bundle.TaxRate::knownOn, Comparator.nullsFirst(Comparator.naturalOrder())).thenComparing(Bundle.TaxRate::percent);

  private final Facts facts;

  Taxes(Facts facts) {
    this.facts = facts;
  }

  /** As known on a day. Null when the rule cannot be found: the bill is held. */
  TaxTreatment of(String entity, String billingAccount, String taxCode, LocalDate taxPoint, LocalDate knownOn) {
    if (!facts.taxed()) return TaxTreatment.NONE;
    if ("exempt".equals(taxCode)) return TaxTreatment.EXEMPT;
    var seller = facts.entities.get(entity);
    var buyer = facts.accounts.get(billingAccount);
    if (seller == null || seller.country() == null || buyer == null || buyer.country() == null) return null;
    var abroad = TaxTreatment.acrossBorder(new Place(seller.country(), seller.taxId()), new Place(buyer.country(), buyer.taxId()));
    if (abroad.isEmpty()) return standard(seller.country(), taxCode, taxPoint, knownOn);
    return abroad.get().isReverseCharge() && seller.taxId() == null ? null : abroad.get();
  }

  /** Of rates that apply, the later one counts; of the same day, the one known later. */
  private TaxTreatment standard(String country, String taxCode, LocalDate taxPoint, LocalDate knownOn) {
    Bundle.TaxRate best = null;
    for (var rate : facts.bundle.taxRates()) {
      var code = rate.code() == null ? "standard" : rate.code();
      var applies = rate.country().equals(country) && code.equals(taxCode == null ? "standard" : taxCode) && !rate.from().isAfter(taxPoint) && (rate.through() == null || !rate.through().isBefore(taxPoint));
      if (applies && facts.known(rate.knownOn(), knownOn) && (best == null || NEWER.compare(rate, best) > 0)) best = rate;
    }
    return best == null ? null : TaxTreatment.rated(best.percent());
  }

  /** The net price in a price that includes tax, at the currency's scale. */
  static BigDecimal net(BigDecimal gross, BigDecimal percent, Currency currency) {
    return Rational.of(gross).dividedBy(Rational.ONE.plus(Rational.of(percent.movePointLeft(2)))).rounded(currency.getDefaultFractionDigits(), RoundingPolicy.HALF_UP);
  }
}
