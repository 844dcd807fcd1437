package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One client, one billing account: a person chooses where the ERP has several, and what changes in the CRM reaches the ERP. */
@ExtendWith(SharedHub.class)
class CustomerMasterIT {

  @Test
  void aPersonChoosesAmongLookalikesOnce(HubFixture hub) {
    var there = drive(hub, "add-customer", "{\"name\":\"TWICE GmbH\",\"taxId\":\"DE999999999\"}");

    var deal = Deal.won(hub, "Twice").awaitOpening("held");

    var item = "select %s from exception_item where state = 'open' and journey_id = '" + deal.journey() + "'";
    assertThat(hub.text(item.formatted("code"))).isEqualTo("CUSTOMER_AMBIGUOUS");
    assertThat(hub.text(item.formatted("fields::text"))).contains("/client/customerId", there + " TWICE GmbH (DE999999999)");
    assertThat(hub.number("select count(*) from receipt where thread_id = '" + deal.thread() + "' and operation <> 'findCustomer'")).as("created before a person chose").isZero();
    var repaired = hub.as("finance").post("/api/experience/v1/operations/exceptions/" + hub.text(item.formatted("id")) + "/repair", "{\"corrections\":{\"/client/customerId\":\"" + there + "\"}}");
    assertThat(repaired.status()).as(repaired.body()).isEqualTo(202);
    deal.awaitOpening("done");
    assertThat(hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'")).isEqualTo(there);

    var later = Deal.won(hub, "Twice again", terms -> Deal.client(terms).put("name", "Twice").put("legalName", "Twice GmbH")).awaitOpening("done");
    assertThat(hub.text("select customer_id from engagement where thread_id = '" + later.thread() + "'")).as("not asked again").isEqualTo(there);
    Holds.everyProof(hub);
  }

  @Test
  void bringsAChangedClientToItsBillingAccount(HubFixture hub) {
    var deal = Deal.won(hub, "Renamed").awaitOpening("done");
    var account = hub.text("select terms -> 'client' ->> 'accountId' from engagement where thread_id = '" + deal.thread() + "'");
    var customer = hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'");
    await("the client is known").atMost(Deal.SOON).until(() -> hub.number("select count(*) from fact where kind = 'client' and fact_key = '" + account + "'") == 1);
    assertThat(hub.number("select count(*) from journey where plan = 'customer-sync' and thread_id = '" + deal.thread() + "'")).as("nothing changed").isZero();

    drive(hub, "change-account", "{\"accountId\":\"" + account + "\",\"taxId\":\"\",\"legalName\":\"Renamed SE\"}");
    await("held for finance").atMost(Deal.SOON).until(() -> hub.number("select count(*) from exception_item where state = 'open' and code = 'TAX_PROFILE_INCOMPLETE' and thread_id = '" + deal.thread() + "'") == 1);
    drive(hub, "change-account", "{\"accountId\":\"" + account + "\",\"taxId\":\"DE811569869\",\"legalName\":\"Renamed SE\",\"street\":\"Weg 2\",\"city\":\"Bonn\"}");
    await("the newer change overtakes it").atMost(Deal.SOON).until(() -> hub.number("select count(*) from journey where plan = 'customer-sync' and state = 'done' and thread_id = '" + deal.thread() + "'") == 1);

    var changed = hub.sandbox().get("control/netsuite/customer?where=" + URLEncoder.encode("id = '" + customer + "'", StandardCharsets.UTF_8)).json().get(0);
    assertThat(changed.get("companyName").asText()).isEqualTo("Renamed SE");
    assertThat(changed.get("vatRegNumber").asText()).isEqualTo("DE811569869");
    assertThat(changed.toString()).contains("Bonn", "Weg 2");
    assertThat(hub.number("select count(*) from journey where plan = 'customer-sync' and thread_id = '" + deal.thread() + "'")).isEqualTo(1);
    assertThat(hub.number("select count(*) from exception_item where state = 'open' and thread_id = '" + deal.thread() + "'")).isZero();
    await("the deal is told again, with its client as it is now").atMost(Deal.SOON).until(() -> "DE811569869".equals(hub.text("select body -> 'client' ->> 'taxId' from fact where kind = 'won-deal' and fact_key = '" + deal.id + "' order by version desc limit 1")));
    assertThat(hub.number("select count(*) from exception_item where subject = 'fact' and subject_id like '%:" + deal.id + "%'")).as("held of the deal").isZero();
    Holds.everyProof(hub);
  }

  @Test
  void writesTheChangesOfAClientOneAfterTheOther(HubFixture hub) {
    var deal = Deal.won(hub, "Relocating").awaitOpening("done");
    var account = hub.text("select terms -> 'client' ->> 'accountId' from engagement where thread_id = '" + deal.thread() + "'");
    var customer = hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'");
    var told = "select count(distinct body) from fact where kind = 'client' and fact_key = '" + account + "'";
    var syncs = "select count(*) from journey where plan = 'customer-sync' and state %s and thread_id = '" + deal.thread() + "'";
    await("the client is known").atMost(Deal.SOON).until(() -> hub.number(told) == 1);

    operate(hub, "pause");
    drive(hub, "change-account", "{\"accountId\":\"" + account + "\",\"city\":\"Bonn\"}");
    await("the first waits for the ERP").atMost(Deal.SOON).until(() -> hub.number(syncs.formatted("= 'running'")) == 1);
    drive(hub, "change-account", "{\"accountId\":\"" + account + "\",\"city\":\"Ulm\"}");
    await("the second is known").atMost(Deal.SOON).until(() -> hub.number(told) == 3);
    assertThat(hub.number(syncs.formatted("<> 'done'"))).as("both on their way").isEqualTo(1);
    operate(hub, "resume");
    await("both are written").atMost(Deal.SOON).until(() -> hub.number(syncs.formatted("= 'done'")) == 2);

    assertThat(hub.sandbox().get("control/netsuite/customer?where=" + URLEncoder.encode("id = '" + customer + "'", StandardCharsets.UTF_8)).json().toString()).contains("Ulm").doesNotContain("Bonn");
    Holds.everyProof(hub);
  }

  private static void operate(HubFixture hub, String what) {
    var answer = hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/" + what, "{}");
    assertThat(answer.status()).as(what + ": " + answer.body()).isLessThan(300);
  }

  private static String drive(HubFixture hub, String verb, String body) {
    var answer = hub.sandbox().post("control/drive/" + verb, body);
    assertThat(answer.status()).as(verb + ": " + answer.body()).isEqualTo(200);
    return answer.json().path("customerId").asText();
  }
}
