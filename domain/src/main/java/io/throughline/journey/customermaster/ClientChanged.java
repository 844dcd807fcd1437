package io.throughline.journey.customermaster;

import io.throughline.canonical.ClientAccount;

/**
 * A client that is said otherwise than before, and one of its billing accounts.
 *
 * <p>Idempotency key: {@code client.accountId}, {@code customerId} and {@code version}. Source: CRM.
 */
public record ClientChanged(String version, String contractingEntity, String customerId, ClientAccount client) {}
