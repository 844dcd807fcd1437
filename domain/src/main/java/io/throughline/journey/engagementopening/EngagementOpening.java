package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.JourneyPlan;

/** A won deal becomes an active project with a contract and a billing schedule. */
public final class EngagementOpening {

  /** Why an opening waits for a signature. */
  public static final String SIGNATURE_MISSING = "SIGNATURE_MISSING";

  public static final JourneyPlan<WonDeal> PLAN =
      opened(
          JourneyPlan.named("engagement-opening", 2, WonDeal.class, "sales-ops")
              .check("check-terms", Terms::complete)
              .check("check-approval", Terms::approved)
              .readIf("find-signature", Signing::find)
              .check("check-signature", Signing::signed));

  /** What journeys still follow that began before contracts had to be signed. */
  public static final JourneyPlan<WonDeal> EARLIER =
      opened(JourneyPlan.named("engagement-opening", 1, WonDeal.class, "sales-ops").check("check-terms", Terms::complete).check("check-approval", Terms::approved));

  private EngagementOpening() {}

  private static JourneyPlan<WonDeal> opened(JourneyPlan.Builder<WonDeal> agreed) {
    return agreed
        .read("find-customer", Contracting::findCustomer)
        .check("check-client", Client::fitToBeBilled)
        .step("create-customer", Contracting::createCustomer, Contracting::deactivateCustomer)
        .step("open-erp-project", Contracting::openErpProject, Contracting::closeErpProject)
        .step("schedule-billing", Contracting::scheduleBilling, Contracting::cancelBillingSchedule)
        .step("open-contract", Contracting::openContract, Contracting::closeContract)
        .step("create-project", Provisioning::createProject, Provisioning::archiveProject)
        .within("create-project", "plan-work", Provisioning::planWork)
        .check("check-purchase-orders", Terms::purchaseOrders)
        .pivot("activate-project", Provisioning::activateProject) // people can book time: no undo from here
        .record("open-engagement", "engagement-opened")
        .then("report-project-to-deal", Provisioning::reportProject)
        .then("request-staffing", Provisioning::requestStaffing)
        .plan();
  }
}
