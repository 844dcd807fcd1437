package io.throughline.journey.engagementopening;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import java.util.function.Function;

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

  /** The customer that bills: found, chosen by a person, or created by the journey. */
  public static String customer(Story<WonDeal> story) {
    return Match.customer(story).or(() -> story.said("create-customer", "customerId")).orElseThrow();
  }

  /**
   * The steps that make the client a customer and the terms a contract of the ERP.
   *
   * @param terms the story of those terms
   * @param at where the trigger has them, as a JSON pointer
   */
  public static <T> JourneyPlan.Builder<T> contracted(JourneyPlan.Builder<T> agreed, Function<Story<T>, Story<WonDeal>> terms, String at) {
    return agreed
        .read("find-customer", story -> Contracting.findCustomer(terms.apply(story)))
        .check("check-client", story -> Client.fitToBeBilled(terms.apply(story)).at(at))
        .step("create-customer", story -> Contracting.createCustomer(terms.apply(story)), story -> Contracting.deactivateCustomer(terms.apply(story)))
        .step("open-erp-project", story -> Contracting.openErpProject(terms.apply(story)), story -> Contracting.closeErpProject(terms.apply(story)))
        .step("schedule-billing", story -> Contracting.scheduleBilling(terms.apply(story)), story -> Contracting.cancelBillingSchedule(terms.apply(story)))
        .step("open-contract", story -> Contracting.openContract(terms.apply(story)), story -> Contracting.closeContract(terms.apply(story)));
  }

  private static JourneyPlan<WonDeal> opened(JourneyPlan.Builder<WonDeal> agreed) {
    return contracted(agreed, story -> story, "")
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
