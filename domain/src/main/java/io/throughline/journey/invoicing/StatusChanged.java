package io.throughline.journey.invoicing;

/**
 * An invoice whose status the ERP changed by itself.
 *
 * <p>Money: text in {@code currency}. Idempotency key: {@code documentId} and {@code status}. Source: ERP.
 */
public record StatusChanged(String documentId, String dealId, String projectId, String number, String status, String amount, String currency) {}
