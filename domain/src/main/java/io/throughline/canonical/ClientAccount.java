package io.throughline.canonical;

import java.util.Objects;

/**
 * The client as the deal names it.
 *
 * <p>Source: CRM. {@code accountId} is the CRM's; {@code taxId} with its country prefix; {@code currency} is the one it is billed in.
 *
 * @param customerId the billing account of the contracting entity, where it is known already or a person chose it: an id of the ERP, or {@link #NEW}
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
    Integer paymentTermsDays,
    String customerId) {

  /** A person has looked: none of the customers that look alike is this client. */
  public static final String NEW = "new";

  /** Whether the bill looks the same: its name, tax id and address. */
  public boolean saysTheSame(ClientAccount other) {
    return Objects.equals(legalName, other.legalName) && Objects.equals(taxId, other.taxId) && Objects.equals(country, other.country) && Objects.equals(address, other.address);
  }

  public ClientAccount billedAs(String customer) {
    return new ClientAccount(accountId, name, legalName, taxId, country, address, currency, purchaseOrderRequired, paymentTermsDays, customer);
  }

  /** Where the bill goes. */
  public record Address(String street, String city, String postalCode) {}
}
