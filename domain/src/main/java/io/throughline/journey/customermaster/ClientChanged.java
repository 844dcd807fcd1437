package io.throughline.journey.customermaster;

import io.throughline.canonical.ClientAccount;

/**
 * A client that is said otherwise than before, and one of its billing accounts.
 *
 * <p>Idempotency key: {@code source}, {@code client.accountId}, {@code customerId} and {@code version}. Source: CRM.
 *
 * @param source the CRM that says it
 */
public record ClientChanged(String source, String version, String contractingEntity, String customerId, ClientAccount client) {}
