package io.throughline.journey.collecting;

import java.time.LocalDate;

/**
 * The part of a payment that belongs to one invoice, or what was taken back of it.
 *
 * <p>Money: text in {@code currency}. Idempotency key: {@link #share}. Source: ERP.
 *
 * @param no counts the changes of what the payment pays of the invoice, from 1; 0 was told before changes counted
 * @param receivedOn the day it came, or went back
 * @param amount less than nothing where it is taken back
 */
public record PaymentSeen(
    String system, String paymentId, int no, String documentId, String invoiceNumber, String dealId, String projectId, LocalDate receivedOn, String amount, String currency) {

  public PaymentSeen {
    no = Math.max(no, 1);
  }

  /** Payment and document, and which change. */
  public String share() {
    return paymentId + ":" + documentId + (no == 1 ? "" : ":" + no);
  }

  public boolean takenBack() {
    return amount.startsWith("-");
  }
}
