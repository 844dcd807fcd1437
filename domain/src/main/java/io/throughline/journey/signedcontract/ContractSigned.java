package io.throughline.journey.signedcontract;

import java.time.Instant;

/**
 * A contract that everybody has signed.
 *
 * <p>Idempotency key: {@code system} and {@code signatureId}. Source: documents.
 *
 * @param filed whether a system files the firm's documents
 */
public record ContractSigned(String system, String signatureId, String dealId, String name, Instant completedAt, boolean filed) {}
