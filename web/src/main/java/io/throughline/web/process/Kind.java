package io.throughline.web.process;

import io.throughline.books.InvoiceStatuses.InvoiceStatus;
import io.throughline.books.Milestones.Milestone;
import io.throughline.books.Payments.Payment;
import io.throughline.books.Expenses;
import io.throughline.books.TimeEntries;
import io.throughline.canonical.BillingAccount;
import io.throughline.canonical.CreditUse;
import io.throughline.canonical.FxRate;
import io.throughline.canonical.Leave;
import io.throughline.canonical.Signature;
import io.throughline.canonical.WonDeal;
import io.throughline.canonical.WorkRate;
import io.throughline.canonical.Worker;
import io.throughline.people.Members;
import io.throughline.process.Clients;
import io.throughline.system.Role;
import io.throughline.web.security.Roles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of canonical facts: their shape, what they must say, who may post them, and the role of the system they usually come from. */
public enum Kind {
  WON_DEAL("won-deal", WonDeal.class, Role.CRM, Roles.SALES_OPS, "dealId", "version"),
  TIME_ENTRY("time-entry", TimeEntries.Entry.class, Role.DELIVERY, Roles.DELIVERY, "entryId", "version", "projectId", "personId", "workDate", "minutes", "billable"),
  EXPENSE("expense", Expenses.Spent.class, Role.DELIVERY, Roles.DELIVERY, "expenseId", "version", "projectId", "incurredOn", "amount", "currency"),
  MILESTONE("milestone", Milestone.class, Role.DELIVERY, Roles.DELIVERY, "milestoneId", "version", "projectId", "state"),
  INVOICE_STATUS("invoice-status", InvoiceStatus.class, Role.ERP, Roles.FINANCE, "invoiceId", "version", "status"),
  PAYMENT("payment", Payment.class, Role.ERP, Roles.FINANCE, "paymentId", "version", "receivedOn", "amount", "currency"),
  CREDIT_USE("credit-use", CreditUse.class, Role.ERP, Roles.FINANCE, "creditNoteId", "version", "currency"),
  SIGNATURE("signature", Signature.class, Role.DOCUMENTS, Roles.SALES_OPS, "signatureId", "version", "state"),
  WORKER("worker", Worker.class, Role.PEOPLE, Roles.FINANCE, "personId", "version", "employments"),
  LEAVE("leave", Leave.class, Role.PEOPLE, Roles.DELIVERY, "leaveId", "version", "personId", "startOn", "endOn", "state"),
  MEMBER("member", Members.Member.class, Role.DELIVERY, Roles.DELIVERY, "memberId", "version", "email"),
  CLIENT("client", Clients.Told.class, Role.CRM, Roles.SALES_OPS, "accountId", "version", "client"),
  FX_RATE("fx-rate", FxRate.class, Role.ERP, Roles.FINANCE, "rateId", "version", "from", "to", "rate", "on"),
  BILLING_ACCOUNT("billing-account", BillingAccount.class, Role.ERP, Roles.FINANCE, "customerId", "version"),
  WORK_RATE("work-rate", WorkRate.class, Role.DELIVERY, Roles.DELIVERY, "rateId", "version", "projectId", "ratePerHour");

  private final String word;
  private final Class<?> shape;
  private final Role from;
  private final String poster;
  private final List<String> required;

  Kind(String word, Class<?> shape, Role from, String poster, String... required) {
    this.word = word;
    this.shape = shape;
    this.from = from;
    this.poster = poster;
    this.required = List.of(required);
  }

  public static Optional<Kind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  public String word() {
    return word;
  }

  public Class<?> shape() {
    return shape;
  }

  Role from() {
    return from;
  }

  String poster() {
    return poster;
  }

  List<String> required() {
    return required;
  }
}
