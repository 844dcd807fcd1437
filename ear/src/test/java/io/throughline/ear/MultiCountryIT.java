package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One agreement, an opening a country: what holds one holds no other, and the master goes on when all are there. */
@ExtendWith(SharedHub.class)
class MultiCountryIT {

  @Test
  void opensEachCountryByItselfAndHoldsOnlyTheOneThatFails(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Two countries", terms -> {
      var french = (ObjectNode) terms.get("lines").get(1);
      french.put("contractingEntity", "TL-FR");
      french.remove("purchaseOrder"); // the client asks for one: this country cannot go live
    });
    await("both countries are begun").atMost(Deal.SOON).until(() -> countries(hub, deal).size() == 2);

    await("one is open, the other is held").atMost(Deal.SOON).until(() -> countries(hub, deal).equals(List.of("TL-DE active done", "TL-FR opening held")));
    assertThat(master(hub, deal)).isEqualTo("waiting");
    var held = hub.number("select i.id from exception_item i join engagement e using (thread_id) where i.state = 'open' and i.code = 'PURCHASE_ORDER_MISSING' and e.deal_id = '" + deal.id + "/TL-FR'");
    assertThat(hub.number("select count(*) from exception_item i join journey j on j.id = i.journey_id where i.state = 'open' and j.plan = 'multi-country-opening'")).as("nobody is asked about the master").isZero();
    var repaired = hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + held + "/repair", "{\"corrections\":{\"/lines/0/purchaseOrder\":\"PO-FR\"}}");
    assertThat(repaired.status()).as(repaired.body()).isEqualTo(202);

    await("the master is done").atMost(Deal.SOON).until(() -> "done".equals(master(hub, deal)));

    assertThat(countries(hub, deal)).containsExactly("TL-DE active done", "TL-FR active done");
    var projects = hub.texts("select project_id from engagement where deal_id like '" + deal.id + "/%' order by contracting_entity");
    await("the deal knows both projects").atMost(Deal.SOON).until(() -> hub.sandbox().get("control/salesforce/Opportunity?where=" + encoded("Id = '" + deal.id + "'")).body().contains(String.join(" ", projects)));
    assertThat(hub.number("select count(distinct customer_id) from engagement where deal_id like '" + deal.id + "/%'")).as("a billing account of each entity").isEqualTo(2);
    assertThat(hub.texts("select value::numeric(12, 2)::text from engagement where deal_id like '" + deal.id + "/%' order by contracting_entity")).containsExactly("12000.00", "30000.00");
    var thread = hub.text("select thread_id from engagement where deal_id = '" + deal.id + "/TL-FR'");
    assertThat(hub.as("sales-ops").get("/api/experience/v1/sales/engagements/" + thread).json().get("engagement").get("masterThreadId").asText()).isEqualTo(hub.text("select thread_id from journey where plan = 'multi-country-opening' and business_key like '%" + deal.id + "'"));
    Holds.everyProof(hub);
  }

  @Test
  void goesOnWithoutACountryThatWasTakenBack(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "One of two", terms -> {
      var french = (ObjectNode) terms.get("lines").get(1);
      french.put("contractingEntity", "TL-FR");
      french.remove("purchaseOrder");
    });
    await("one is open, the other is held").atMost(Deal.SOON).until(() -> countries(hub, deal).equals(List.of("TL-DE active done", "TL-FR opening held")));
    var held = hub.number("select i.id from exception_item i join engagement e using (thread_id) where i.state = 'open' and e.deal_id = '" + deal.id + "/TL-FR'");

    assertThat(hub.as("sales-ops").post("/api/experience/v1/operations/exceptions/" + held + "/undo", "{\"reason\":\"the client does without\"}").status()).isEqualTo(202);

    await("the master is done").atMost(Deal.SOON).until(() -> "done".equals(master(hub, deal)));
    assertThat(countries(hub, deal)).containsExactly("TL-DE active done", "TL-FR undone undone");
    Holds.everyProof(hub);
  }

  private static List<String> countries(HubFixture hub, Deal deal) {
    return hub.texts("select e.contracting_entity || ' ' || e.state || ' ' || j.state from engagement e join journey j using (thread_id) where j.plan = 'engagement-opening' and e.deal_id like '" + deal.id + "/%' order by 1");
  }

  private static String master(HubFixture hub, Deal deal) {
    return hub.text("select state from journey where plan = 'multi-country-opening' and business_key like '%" + deal.id + "'");
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
