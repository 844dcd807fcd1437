package io.throughline.finance.einvoice;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Who sends a bill, or gets it.
 *
 * @param taxId VAT id with its country prefix, or null
 * @param registration legal registration, or null
 * @param electronicAddress where e-invoices go, as {@code scheme:id} of the CEF code list; null: the VAT id where the list has a scheme for it
 * @param contact whom to ask, or null; some countries want the seller's
 */
public record Party(
    String name, String taxId, String registration, String street, String city, String postalCode, String country, String electronicAddress, Contact contact) {

  /** Schemes for the VAT ids of a country, from the CEF code list of electronic addresses. */
  private static final Map<String, String> VAT_SCHEMES =
      Map.ofEntries(
          Map.entry("AT", "9914"), Map.entry("BE", "9925"), Map.entry("BG", "9926"), Map.entry("CH", "9927"), Map.entry("CY", "9928"), Map.entry("CZ", "9929"),
          Map.entry("DE", "9930"), Map.entry("EE", "9931"), Map.entry("GB", "9932"), Map.entry("GR", "9933"), Map.entry("HR", "9934"), Map.entry("IE", "9935"),
          Map.entry("LT", "9937"), Map.entry("LU", "9938"), Map.entry("LV", "9939"), Map.entry("MT", "9943"), Map.entry("NL", "9944"), Map.entry("PL", "9945"),
          Map.entry("PT", "9946"), Map.entry("RO", "9947"), Map.entry("SI", "9949"), Map.entry("SK", "9950"), Map.entry("HU", "9910"), Map.entry("ES", "9920"),
          Map.entry("SE", "9955"), Map.entry("FR", "9957"), Map.entry("IT", "0211"), Map.entry("FI", "0213"), Map.entry("DK", "0198"));

  /** Whom to ask about a bill. */
  public record Contact(String name, String phone, String email) {}

  public Party {
    requireNonNull(name, "name");
    if (electronicAddress == null && taxId != null && VAT_SCHEMES.containsKey(country)) electronicAddress = VAT_SCHEMES.get(country) + ":" + taxId;
    if (electronicAddress != null && electronicAddress.indexOf(':') < 1) throw new IllegalArgumentException("not an electronic address: " + electronicAddress);
  }
}
