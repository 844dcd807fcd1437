package io.throughline.journey.invoicing;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import java.util.List;

/** What became of an invoice in the ERP after it was posted is told where people plan and sell. */
public final class InvoiceStatusBack {

  public static final JourneyPlan<StatusChanged> PLAN =
      JourneyPlan.named("invoice-status-back", 1, StatusChanged.class, "finance")
          .pivot("tell-project", InvoiceStatusBack::tellProject)
          .then("tell-deal", InvoiceStatusBack::tellDeal)
          .plan();

  private InvoiceStatusBack() {}

  private static Command tellProject(Story<StatusChanged> story) {
    var changed = story.trigger();
    return new Delivery.ReportInvoiceToProject(changed.projectId(), changed.number(), changed.status(), changed.amount(), changed.currency());
  }

  private static List<Command> tellDeal(Story<StatusChanged> story) {
    return List.of(new Crm.ReportInvoice(story.trigger().dealId(), story.threadId(), story.trigger().number(), story.trigger().status()));
  }
}
