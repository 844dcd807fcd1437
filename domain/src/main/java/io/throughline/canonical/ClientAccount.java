package io.throughline.canonical;

/**
 * The client as the deal names it.
 *
 * <p>Source: CRM. {@code accountId} is the CRM's; {@code taxId} with its country prefix; {@code currency} is the one it is billed in.
 */
public record ClientAccount(
    String accountId,
    String name,
    String legalName,
    String taxId,
    String country,
    Address address,
    String currency,
    boolean purchaseOrderRequired,
    Integer paymentTermsDays) {

  /** Where the bill goes. */
  public record Address(String street, String city, String postalCode) {}
}
