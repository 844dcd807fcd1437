package io.throughline.journey.collecting;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

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
    return share(no);
  }

  /** The same of the changes before it. */
  public List<String> earlier() {
    return IntStream.range(1, no).mapToObj(this::share).toList();
  }

  private String share(int change) {
    return paymentId + ":" + documentId + (change == 1 ? "" : ":" + change);
  }

  public boolean takenBack() {
    return amount.startsWith("-");
  }
}
