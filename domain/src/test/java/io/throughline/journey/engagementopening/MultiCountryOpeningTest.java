package io.throughline.journey.engagementopening;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Rehearsal;
import io.throughline.system.Crm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiCountryOpeningTest {

  @Test
  void partsADealByTheEntityThatDeliversEachLine() {
    var parts = twoCountries().parts();

    assertThat(parts).extracting(WonDeal::dealId).containsExactly("006-1/TL-DE", "006-1/TL-FR");
    assertThat(parts).extracting(WonDeal::value).containsExactly("12000.00", "30000.00");
    assertThat(parts).extracting(WonDeal::contractingEntity).containsExactly("TL-DE", "TL-FR");
    assertThat(parts).extracting(WonDeal::crmDealId).containsOnly("006-1");
    assertThat(parts.get(1).lines()).extracting(QuoteLine::lineId).containsExactly("L2");
    assertThat(Deals.mixed().parts()).as("one entity delivers all").isEmpty();
    assertThat(parts.get(0).parts()).as("a part is whole").isEmpty();
  }

  @Test
  void tellsTheDealOfEveryProjectOnceAllCountriesAreOpen() {
    var opening = Rehearsal.of(MultiCountryOpening.PLAN, twoCountries()).answering("await-countries", Map.of("projects", "1001 1002"));

    assertThat(opening.play()).isNull();

    opening.asked("reportProject");
    assertThat(opening.command(Crm.ReportProject.class)).isEqualTo(new Crm.ReportProject("006-1", "T-1", "1001 1002", "active"));
  }

  @Test
  void tellsNothingWhereEveryCountryWasTakenBack() {
    var opening = Rehearsal.of(MultiCountryOpening.PLAN, twoCountries());

    assertThat(opening.play()).isNull();

    opening.asked();
  }

  private static WonDeal twoCountries() {
    var french = Deals.milestone("L2", "30000.00", "PO-2");
    var line = new QuoteLine(french.lineId(), french.billing(), french.description(), french.workstream(), null, null, null, french.amount(), null, french.dueOn(), french.purchaseOrder(), "TL-FR", null, null, null);
    return Deals.deal("42000.00", Deals.client("DE123456789", true), WonDeal.Approval.State.APPROVED, List.of(Deals.hours("L1", "12000.00", "PO-1"), line));
  }
}
