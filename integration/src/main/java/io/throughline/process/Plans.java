package io.throughline.process;

import io.throughline.journey.JourneyPlan;
import io.throughline.journey.changeorder.ChangeOrder;
import io.throughline.journey.collecting.InvoiceToCash;
import io.throughline.journey.customermaster.CustomerSync;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.journey.engagementopening.MultiCountryOpening;
import io.throughline.journey.invoicing.InvoicePosting;
import io.throughline.journey.invoicing.InvoiceStatusBack;
import io.throughline.journey.journalposting.JournalPosting;
import io.throughline.journey.notice.Notice;
import io.throughline.journey.signedcontract.SignedContract;
import io.throughline.journey.staffing.Staffing;
import io.throughline.journey.takeover.EngagementTakeOver;
import java.util.List;
import java.util.stream.Stream;

/** Every plan that a journey may still follow: a running journey keeps the version it began with. */
public final class Plans {

  private static final List<JourneyPlan<?>> ALL =
      Stream.concat(Stream.of(EngagementOpening.PLAN, EngagementOpening.EARLIER, EngagementTakeOver.PLAN, MultiCountryOpening.PLAN, SignedContract.PLAN, Staffing.PLAN, ChangeOrder.PLAN, CustomerSync.PLAN, InvoiceStatusBack.PLAN, InvoicePosting.TIME, InvoicePosting.MILESTONE, InvoicePosting.EXPENSE, InvoicePosting.RECURRING, InvoicePosting.VOIDED, InvoiceToCash.PLAN, JournalPosting.PLAN, Notice.PLAN), InvoicePosting.EARLIER.stream()).<JourneyPlan<?>>map(plan -> plan).toList();

  private Plans() {}

  public static JourneyPlan<?> of(String name, int version) {
    return ALL.stream()
        .filter(plan -> plan.name().equals(name) && plan.version() == version)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a journey follows " + name + " version " + version + ", which this release does not have"));
  }
}
