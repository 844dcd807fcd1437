package io.throughline.journey.customermaster;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.system.Erp;

/** A client that changed in the CRM is changed in the ERP. */
public final class CustomerSync {

  public static final JourneyPlan<ClientChanged> PLAN =
      JourneyPlan.named("customer-sync", 1, ClientChanged.class, "finance")
          .check("check-client", CustomerSync::fitToBeBilled)
          .pivot("update-customer", CustomerSync::update)
          .plan();

  private CustomerSync() {}

  private static Verdict fitToBeBilled(Story<ClientChanged> story) {
    return Verdict.of("TAX_PROFILE_INCOMPLETE", "The client's billing and tax data are not complete any more", "finance", BillingProfile.missing(story.trigger().client()));
  }

  private static Erp.UpdateCustomer update(Story<ClientChanged> story) {
    var client = story.trigger().client();
    var address = client.address();
    return new Erp.UpdateCustomer(
        story.trigger().customerId(), client.legalName(), client.taxId(), address.street(), address.city(), address.postalCode(), client.country(), story.trigger().contractingEntity());
  }
}
