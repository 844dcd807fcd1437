package io.throughline.journey.invoicing;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import io.throughline.system.Erp;
import java.util.List;

/**
 * A released draft becomes an invoice in the ERP, and everybody knows its number. Until the hub has booked it nobody was told of it: so long
 * finance may take it back, and the ERP voids it or credits it in full.
 */
public final class InvoicePosting {

  public static final JourneyPlan<InvoiceReady> TIME = plan("time-to-invoice");
  public static final JourneyPlan<InvoiceReady> MILESTONE = plan("milestone-to-invoice");
  public static final JourneyPlan<InvoiceReady> EXPENSE = plan("expense-to-rebill");
  public static final JourneyPlan<InvoiceReady> RECURRING = plan("recurring-to-invoice");

  /** The credit note of an invoice that the ERP voided: the ERP knows, and everybody was told, so it is booked here alone. */
  public static final JourneyPlan<InvoiceReady> VOIDED =
      JourneyPlan.named("voided-to-credit", 1, InvoiceReady.class, "finance").approval("await-release").pivotRecord("book-void", "void-booked").plan();

  /** What journeys still follow that began before an invoice could be taken back, and before e-invoices. */
  public static final List<JourneyPlan<InvoiceReady>> EARLIER = List.of(forGood("time-to-invoice"), forGood("milestone-to-invoice"), forGood("expense-to-rebill"), before("time-to-invoice"), before("milestone-to-invoice"));

  private InvoicePosting() {}

  private static JourneyPlan<InvoiceReady> plan(String name) {
    return JourneyPlan.named(name, 3, InvoiceReady.class, "finance")
        .approval("await-release")
        .record("check-einvoice", "einvoice-ready") // what the official rules would refuse is not posted
        .step("post-invoice", story -> List.of(post(story)), InvoicePosting::takeBack)
        .record("issue-invoice", "invoice-posted")
        .readIf("read-invoice", InvoicePosting::readBack)
        .pivotRecord("number-invoice", "invoice-numbered") // booked: no undo from here, a bill that exists is never edited
        .then("tell-project", InvoicePosting::tellProject)
        .then("tell-deal", InvoicePosting::tellDeal)
        .record("issue-einvoice", "einvoice-issued")
        .plan();
  }

  private static JourneyPlan<InvoiceReady> forGood(String name) {
    return JourneyPlan.named(name, 2, InvoiceReady.class, "finance")
        .approval("await-release")
        .record("check-einvoice", "einvoice-ready")
        .pivot("post-invoice", InvoicePosting::post)
        .record("issue-invoice", "invoice-posted")
        .then("read-invoice", InvoicePosting::readBack)
        .record("number-invoice", "invoice-numbered")
        .then("tell-project", InvoicePosting::tellProject)
        .then("tell-deal", InvoicePosting::tellDeal)
        .record("issue-einvoice", "einvoice-issued")
        .plan();
  }

  private static JourneyPlan<InvoiceReady> before(String name) {
    return JourneyPlan.named(name, 1, InvoiceReady.class, "finance")
        .approval("await-release")
        .pivot("post-invoice", InvoicePosting::post)
        .record("issue-invoice", "invoice-posted")
        .then("read-invoice", InvoicePosting::readBack)
        .record("number-invoice", "invoice-numbered")
        .then("tell-project", InvoicePosting::tellProject)
        .then("tell-deal", InvoicePosting::tellDeal)
        .plan();
  }

  private static Command post(Story<InvoiceReady> story) {
    var draft = story.trigger();
    if (draft.isCreditNote()) {
      return new Erp.PostCreditNote(
          story.threadId(), draft.documentId(), draft.customerId(), draft.contractingEntity(), draft.currency(), draft.invoicedOn(), draft.lines());
    }
    return new Erp.PostInvoice(
        story.threadId(),
        draft.documentId(),
        draft.customerId(),
        draft.contractId(),
        draft.erpProjectId(),
        draft.contractingEntity(),
        draft.currency(),
        draft.invoicedOn(),
        draft.dueOn(),
        draft.acceptanceReference(),
        draft.lines());
  }

  /** A credit note is taken back by an invoice of the same lines. */
  private static List<Command> takeBack(Story<InvoiceReady> story) {
    var draft = story.trigger();
    var reference = draft.documentId() + ":taken-back";
    if (draft.isCreditNote()) {
      return List.of(
          new Erp.PostInvoice(
              story.threadId(), reference, draft.customerId(), draft.contractId(), draft.erpProjectId(), draft.contractingEntity(), draft.currency(), draft.invoicedOn(), draft.invoicedOn(), null, draft.lines()));
    }
    return List.of(
        new Erp.VoidInvoice(story.threadId(), reference, invoiceId(story), draft.customerId(), draft.contractingEntity(), draft.currency(), draft.invoicedOn(), draft.lines()));
  }

  private static List<Command> readBack(Story<InvoiceReady> story) {
    return List.of(story.trigger().isCreditNote() ? new Erp.ReadCreditNote(invoiceId(story)) : new Erp.ReadInvoice(invoiceId(story)));
  }

  private static List<Command> tellProject(Story<InvoiceReady> story) {
    var draft = story.trigger();
    return List.of(new Delivery.ReportInvoiceToProject(draft.projectId(), said(story, "number"), said(story, "status"), draft.total(), draft.currency()));
  }

  private static List<Command> tellDeal(Story<InvoiceReady> story) {
    return List.of(new Crm.ReportInvoice(story.trigger().dealId(), story.threadId(), said(story, "number"), said(story, "status")));
  }

  private static String invoiceId(Story<InvoiceReady> story) {
    return story.said("post-invoice", "invoiceId").orElseThrow();
  }

  private static String said(Story<InvoiceReady> story, String word) {
    return story.said("read-invoice", word).orElseThrow();
  }
}
