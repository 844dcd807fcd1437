package io.throughline.system;

/** What the hub asks of the system in which deals are won. Feeds: {@code wonDeals} (kind {@code won-deal}), {@code clients} (kind {@code client}). */
public interface Crm extends Command {

  @Override
  default Role asked() {
    return Role.CRM;
  }

  /** Reads a deal as it is now; the answer is a {@code won-deal} with {@code stage}. */
  record ReadDeal(String dealId) implements Crm {
    @Override
    public boolean effectFree() {
      return true;
    }
  }

  /** Writes the project back to the deal. */
  record ReportProject(String dealId, String threadId, String projectId, String status) implements Crm {}

  /**
   * Writes to the deal which version of its contract there is, and where that stands ({@code pending}, {@code in force}). Money: text in {@code currency}.
   *
   * @param changeDealId the won deal that says the change; absent for what was sold at first
   */
  record ReportContract(String dealId, String threadId, int version, String value, String currency, String changeDealId, String status) implements Crm {}

  /** Writes the latest invoice's number and status back to the deal. */
  record ReportInvoice(String dealId, String threadId, String invoiceNumber, String status) implements Crm {}

  /** Writes the payment status back to the deal. */
  record ReportPayment(String dealId, String threadId, String status) implements Crm {}
}
