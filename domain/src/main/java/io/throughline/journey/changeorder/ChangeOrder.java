package io.throughline.journey.changeorder;

import io.throughline.journey.JourneyPlan;

/** A won change order becomes the contract's next version, in force once every system has confirmed. */
public final class ChangeOrder {

  /** A person has to do in a system what it cannot be told, and says so by letting the journey go on. */
  public static final String CONFIRM_BY_HAND = "CONFIRM_BY_HAND";

  public static final JourneyPlan<ContractChange> PLAN =
      JourneyPlan.named("change-order", 1, ContractChange.class, "sales-ops")
          .check("check-terms", Agreement::complete)
          .check("check-approval", Agreement::approved)
          .readIf("find-signature", Agreement::findSignature)
          .check("check-signature", Agreement::signed)
          .record("begin-version", "change-begun")
          .step("report-version-to-deal", Carrying::reportPending, Carrying::reportStanding)
          .step("revise-project", Carrying::reviseProject, Carrying::reviseProjectBack)
          .step("plan-added-work", Carrying::planAdded, Carrying::closeAdded)
          .step("revise-work", Carrying::reviseWork, Carrying::reviseWorkBack)
          .step("schedule-billing", Billing::schedule, Billing::cancelSchedule)
          .step("amend-contract", Billing::amendContract, Billing::amendContractBack)
          .pivotRecord("come-into-force", "change-in-force") // what was held is billed: no undo from here
          .then("report-in-force-to-deal", Carrying::reportInForce)
          .then("end-earlier-schedule", Billing::endEarlierSchedule)
          .then("request-staffing", Carrying::requestStaffing)
          .plan();

  private ChangeOrder() {}
}
