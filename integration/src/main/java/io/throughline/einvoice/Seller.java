package io.throughline.einvoice;

import io.throughline.finance.TaxTreatment;
import io.throughline.finance.TaxTreatment.Place;
import io.throughline.finance.einvoice.EInvoice.Payee;
import io.throughline.finance.einvoice.Party;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What a legal entity of ours says about itself on e-invoices, as configured.
 *
 * @param taxPercent its country's rate for its services
 * @param taxCurrency the currency it accounts tax in; its invoices' own when absent
 * @param buyers what its clients want on their bills, by VAT id or by the CRM's account id
 */
public record Seller(
    String name,
    String taxId,
    String registration,
    String street,
    String city,
    String postalCode,
    String country,
    String electronicAddress,
    Party.Contact contact,
    String iban,
    String bic,
    BigDecimal taxPercent,
    String taxCurrency,
    String terms,
    Map<String, Buyer> buyers) {

  /** Where a client takes e-invoices where its VAT id does not say, and the reference it wants on them. */
  public record Buyer(String electronicAddress, String reference) {

    static final Buyer UNKNOWN = new Buyer(null, null);
  }

  public Seller {
    if (name == null || country == null || taxPercent == null) throw new IllegalArgumentException("a seller needs name, country and taxPercent");
    buyers = buyers == null ? Map.of() : Map.copyOf(buyers);
  }

  public Party party() {
    return new Party(name, taxId, registration, street, city, postalCode, country, electronicAddress, contact);
  }

  public Optional<Payee> payee() {
    return Optional.ofNullable(iban).map(account -> new Payee(account, bic));
  }

  public Buyer buyer(String taxId, String accountId) {
    if (taxId != null && buyers.containsKey(taxId)) return buyers.get(taxId);
    return accountId != null && buyers.containsKey(accountId) ? buyers.get(accountId) : Buyer.UNKNOWN;
  }

  /** The tax of a service for a buyer. */
  public TaxTreatment tax(Place buyer) {
    return TaxTreatment.acrossBorder(new Place(country, taxId), buyer).orElseGet(() -> TaxTreatment.rated(taxPercent));
  }
}
