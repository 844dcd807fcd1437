package io.throughline.journey.invoicing;

import io.throughline.system.Erp;
import java.time.LocalDate;
import java.util.List;

/**
 * A draft that waits to be released. A credit note's lines are positive: they lower what is owed.
 *
 * <p>Money: text in {@code currency}. Dates: in the contract's zone. Idempotency key: {@code documentId}, made from its content.
 */
public record InvoiceReady(
    String documentId,
    Type type,
    String dealId,
    String projectId,
    String customerId,
    String contractId,
    String erpProjectId,
    String contractingEntity,
    String currency,
    String total,
    LocalDate invoicedOn,
    LocalDate dueOn,
    String acceptanceReference,
    List<Erp.InvoiceItem> lines) {

  /** What the draft becomes. */
  public enum Type {
    INVOICE,
    CREDIT_NOTE
  }

  boolean isCreditNote() {
    return type == Type.CREDIT_NOTE;
  }
}
