package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

/**
 * A customer of the ERP whose bills another may pay.
 *
 * <p>Idempotency key: source, customerId, version. Source: ERP.
 *
 * @param payerId who pays its bills, by the ERP's id, perhaps those of other customers too; absent where it pays its own
 */
public record BillingAccount(String customerId, String version, String payerId) {

  public BillingAccount {
    requireNonNull(customerId, "customerId");
    requireNonNull(version, "version");
  }
}
