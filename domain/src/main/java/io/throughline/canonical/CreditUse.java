package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * What the ERP has used a credit note for by now.
 *
 * <p>Money: text in {@code currency}, that of the note. Idempotency key: source, creditNoteId, version. Source: ERP.
 *
 * @param applications all the invoices that it is applied to
 * @param refunds all that was given back of it; what was voided is none
 * @param changedOn the day on which a refund was voided; that on which it is seen when absent
 */
public record CreditUse(String creditNoteId, String version, String currency, List<Application> applications, List<Refund> refunds, LocalDate changedOn) {

  public CreditUse {
    requireNonNull(creditNoteId, "creditNoteId");
    requireNonNull(version, "version");
    requireNonNull(currency, "currency");
    applications = applications == null ? List.of() : List.copyOf(applications);
    refunds = refunds == null ? List.of() : List.copyOf(refunds);
  }

  /** The part for one invoice, by the ERP's id; {@code appliedOn} may be absent. */
  public record Application(String invoiceId, String amount, LocalDate appliedOn) {}

  /** Money that went back to who pays. */
  public record Refund(String refundId, String amount, LocalDate refundedOn) {}
}
