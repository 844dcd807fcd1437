package io.throughline.journey.collecting;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.system.Command;
import io.throughline.system.Crm;
import io.throughline.system.Delivery;
import java.util.List;

/** A payment is applied to its invoice, or taken back from it, and everybody who waits for it is told. */
public final class InvoiceToCash {

  public static final JourneyPlan<PaymentSeen> PLAN =
      JourneyPlan.named("invoice-to-cash", 1, PaymentSeen.class, "finance")
          .pivotRecord("apply-payment", "payment-applied")
          .then("tell-project", InvoiceToCash::tellProject)
          .then("tell-deal", InvoiceToCash::tellDeal)
          .plan();

  private InvoiceToCash() {}

  private static List<Command> tellProject(Story<PaymentSeen> story) {
    var payment = story.trigger();
    var paid = payment.takenBack() ? story.said("apply-payment", "paid").orElseThrow() : payment.amount();
    return List.of(new Delivery.ReportPaymentToProject(payment.projectId(), payment.invoiceNumber(), paid, payment.currency()));
  }

  private static List<Command> tellDeal(Story<PaymentSeen> story) {
    return List.of(new Crm.ReportPayment(story.trigger().dealId(), story.threadId(), story.said("apply-payment", "status").orElseThrow()));
  }
}
