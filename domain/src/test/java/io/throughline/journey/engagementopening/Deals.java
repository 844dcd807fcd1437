package io.throughline.journey.engagementopening;

import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Deals that speak. */
final class Deals {

  private Deals() {}

  static WonDeal advisory() {
    return deal("12000.00", client("DE123456789", false), WonDeal.Approval.State.APPROVED, List.of(hours("L1", "12000.00", "PO-1")));
  }

  static WonDeal signed() {
    var deal = advisory();
    return new WonDeal(
        deal.dealId(), deal.version(), deal.name(), deal.wonOn(), deal.currency(), deal.value(), deal.contractingEntity(), deal.template(), deal.zone(), deal.startOn(), deal.endOn(), deal.approval(), true,
        deal.client(), deal.lines(), null, null, null, null);
  }

  static WonDeal billedAs(String customer) {
    return advisory().billedAs(customer);
  }

  static WonDeal mixed() {
    return deal("42000.00", client("DE123456789", true), WonDeal.Approval.State.APPROVED, List.of(hours("L1", "12000.00", "PO-1"), milestone("L2", "30000.00", "PO-2")));
  }

  static WonDeal deal(String value, ClientAccount client, WonDeal.Approval.State approval, List<QuoteLine> lines) {
    return new WonDeal(
        "006-1", "v1", "Advisory", LocalDate.parse("2026-09-01"), "EUR", value, "TL-DE", "advisory", "Europe/Berlin", LocalDate.parse("2026-09-07"), LocalDate.parse("2026-12-31"),
        new WonDeal.Approval(approval, "partner", Instant.parse("2026-08-31T10:00:00Z")), null, client, lines, null, null, null, null);
  }

  static ClientAccount client(String taxId, boolean purchaseOrderRequired) {
    return new ClientAccount("001-1", "Acme", "Acme GmbH", taxId, "DE", new ClientAccount.Address("Weg 1", "Berlin", "10115"), "EUR", purchaseOrderRequired, 30, null);
  }

  static QuoteLine hours(String id, String amount, String purchaseOrder) {
    return new QuoteLine(id, QuoteLine.Billing.TIME_AND_MATERIALS, "Consulting", "advice", "Consultant", 4800L, "150.00", amount, null, null, purchaseOrder, null, null, null, null);
  }

  static QuoteLine milestone(String id, String amount, String purchaseOrder) {
    return new QuoteLine(id, QuoteLine.Billing.MILESTONE, "Concept", "concept", null, null, null, amount, null, LocalDate.parse("2026-10-31"), purchaseOrder, null, null, null, null);
  }
}
