package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agreement that several countries deliver is changed: each country's lines by themselves, and a country more is a deal of its own. */
@ExtendWith(SharedHub.class)
class MultiCountryChangesIT {

  @Test
  void changesEachCountryByItselfAndHoldsOnlyTheOneThatFails(HubFixture hub) throws Exception {
    var deal = countries(hub, "Changing countries");
    var german = thread(hub, deal, "TL-DE");
    var french = thread(hub, deal, "TL-FR");

    var change = Change.won(hub, deal, "Countries, more", terms -> {
      Change.line(terms, 1).put("contractingEntity", "TL-FR");
      Change.line(terms, 2).put("contractingEntity", "TL-FR").remove("purchaseOrder"); // the client asks for one
    });
    await("one is in force").atMost(Deal.SOON).until(() -> Change.versions(hub, german).contains("2 in-force 19200.00"));
    assertThat(change.heldAs("TERMS_INCOMPLETE")).contains("/change/lines/1/purchaseOrder");
    assertThat(Change.versions(hub, french)).containsExactly("1 in-force 30000.00", "2 pending ");
    var held = hub.number("select id from exception_item where state = 'open' and code = 'TERMS_INCOMPLETE' and thread_id = '" + french + "'");
    var repaired = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + held + "/repair", "{\"corrections\":{\"/change/lines/1/purchaseOrder\":\"PO-4\"}}");
    assertThat(repaired.status()).as(repaired.body()).isEqualTo(202);
    change.await("done");

    assertThat(Change.versions(hub, german)).containsExactly("1 in-force 12000.00", "2 in-force 19200.00");
    assertThat(Change.versions(hub, french)).containsExactly("1 in-force 30000.00", "2 in-force 45000.00");
    assertThat(opportunity(hub, deal)).contains("45000.00 EUR").contains("in force (TL-FR)");

    // what was added to a country is amended there, whoever contracts the change; what another country would deliver is a deal of its own
    var next = Change.won(hub, deal, "Countries, still more", terms -> {
      Change.first(terms, 2);
      Change.line(terms, 0).put("role", "Architect").put("hours", 10).put("ratePerHour", "180.00").put("amends", change.line(1));
      Change.line(terms, 1).put("contractingEntity", "TL-GB");
    });
    assertThat(next.heldAs("AMENDED_DEAL_UNKNOWN")).contains(deal.id + "/TL-GB");
    next.await("done");

    assertThat(Change.versions(hub, german)).hasSize(2);
    assertThat(Change.versions(hub, french)).containsExactly("1 in-force 30000.00", "2 in-force 45000.00", "3 in-force 45900.00");
    Holds.everyProof(hub);
  }

  @Test
  void aCountryMoreIsToldToAPerson(HubFixture hub) {
    var deal = countries(hub, "One country more");
    var begun = hub.number("select count(*) from engagement where master_deal = '" + deal.id + "'");

    var line = "{\"OpportunityId\":\"" + deal.id + "\",\"Description\":\"British part\",\"Quantity\":1,\"UnitPrice\":\"5000.00\",\"TotalPrice\":\"5000.00\",\"ServiceDate\":\"2026-11-30\",\"Billing_Type__c\":\"Milestone\",\"Workstream__c\":\"gb\",\"PO_Number__c\":\"PO-GB\",\"Contracting_Entity__c\":\"TL-GB\"}";
    var added = hub.sandbox().post("control/salesforce/OpportunityLineItem", line);
    assertThat(added.status()).as(added.body()).isEqualTo(200);
    assertThat(hub.sandbox().post("control/drive/approve-deal", "{\"dealId\":\"" + deal.id + "\"}").status()).isEqualTo(200);

    var told = "select reason from exception_item where state = 'open' and code = 'COUNTRY_ADDED' and owner = 'sales-ops' and subject_id = 'won-deal:salesforce:" + deal.id + "'";
    await("a person is told").atMost(Deal.SOON).until(() -> hub.text(told) != null);
    assertThat(hub.text(told)).contains("without TL-GB");
    assertThat(hub.number("select count(*) from engagement where master_deal = '" + deal.id + "'")).as("none is opened").isEqualTo(begun).isEqualTo(2);
    assertThat(hub.texts("select value::numeric(12, 2)::text from engagement where master_deal = '" + deal.id + "' order by contracting_entity")).as("nor changed").containsExactly("12000.00", "30000.00");
    Holds.everyProof(hub);
  }

  private static Deal countries(HubFixture hub, String name) {
    var deal = Deal.won(hub, name, terms -> Change.line(terms, 1).put("contractingEntity", "TL-FR"));
    await("the master of " + name + " is done").atMost(Deal.SOON).until(() -> "done".equals(hub.text("select state from journey where plan = 'multi-country-opening' and business_key like '%" + deal.id + "'")));
    return deal;
  }

  private static String thread(HubFixture hub, Deal deal, String entity) {
    return hub.text("select thread_id from engagement where deal_id = '" + deal.id + "/" + entity + "'");
  }

  private static String opportunity(HubFixture hub, Deal deal) {
    return hub.sandbox().get("control/salesforce/Opportunity?where=" + URLEncoder.encode("Id = '" + deal.id + "'", StandardCharsets.UTF_8)).body();
  }
}
