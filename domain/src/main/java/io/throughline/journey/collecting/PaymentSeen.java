package io.throughline.journey.collecting;

import java.time.LocalDate;

/**
 * The part of a payment that belongs to one invoice.
 *
 * <p>Money: text in {@code currency}. Idempotency key: {@code paymentId} and {@code documentId}. Source: ERP.
 */
public record PaymentSeen(
    String system, String paymentId, String documentId, String invoiceNumber, String dealId, String projectId, LocalDate receivedOn, String amount, String currency) {}
