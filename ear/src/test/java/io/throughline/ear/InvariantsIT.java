package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An invariant that breaks parks its engagement with an exception item; nothing loops, nobody else waits, and it goes on once put right. */
@ExtendWith(SharedHub.class)
class InvariantsIT {

  @Test
  void anInvoiceRunParksTheEngagementAndBillsTheOthers(HubFixture hub) throws Exception {
    var broken = Deal.won(hub, "Broken Run").awaitOpening("done");
    var sound = Deal.won(hub, "Sound Run").awaitOpening("done");
    for (var deal : new Deal[] {broken, sound}) {
      deal.approveTime("2026-09-15", 60, true);
      deal.awaitMinutes(60);
    }
    currency(hub, broken, "USD");

    var run = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-09-30\"}");

    assertThat(run.status()).as(run.body()).isEqualTo(200);
    assertThat(documents(hub, sound)).isEqualTo(1);
    assertThat(documents(hub, broken)).isZero();
    assertThat(parked(hub, broken)).isEqualTo(1);
    assertThat(hub.number("select count(*) from audit where action = 'park' and subject = 'engagement:" + broken.thread() + "'")).isEqualTo(1);

    currency(hub, broken, "EUR");
    runs(hub, broken);
    assertThat(documents(hub, broken)).as("still parked").isZero();
    resolve(hub, broken);
    runs(hub, broken);
    assertThat(documents(hub, broken)).isEqualTo(1);
    Holds.everyProof(hub);
  }

  @Test
  void aMessageThatBreaksOneIsNotTriedForEver(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Broken Message").awaitOpening("done");
    currency(hub, deal, "USD");

    deal.completeMilestone("ACC-1");

    var evidence = "select evidence_id from exception_item where subject = 'evidence' and code = 'INVARIANT' and state = 'open'";
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = (" + evidence + ")") == 1);
    await().atMost(Deal.SOON).until(() -> hub.messages("intake") + hub.messages("volume") == 0);
    assertThat(hub.messages("DLQ")).isZero();
    assertThat(hub.number("select count(*) from billing_event where thread_id = '" + deal.thread() + "'")).as("what the broken one began is gone").isZero();

    currency(hub, deal, "EUR");
    var item = hub.number("select id from exception_item where subject = 'evidence' and code = 'INVARIANT' and state = 'open'");
    var resumed = hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item + "/resume", "");

    assertThat(resumed.status()).as(resumed.body()).isLessThan(300);
    deal.awaitPosted(1);
    deal.awaitQuiet();
    Holds.everyProof(hub);
  }

  /** As after a mapping that was wrong: what came then is there still. */
  @Test
  void whatCouldNotBeReadIsReadAgain(HubFixture hub) throws Exception {
    run(hub, "insert into evidence (source, feed, event_id, body, sha256, received_at) values ('elsewhere', 'canonical:fx-rate', 'unreadable', '[{', 'x', now())");
    var item = "select id from exception_item where code = 'UNREADABLE' and state = 'open' and evidence_id = (select id from evidence where event_id = 'unreadable')";
    await().atMost(Deal.SOON).until(() -> hub.text(item) != null);
    var first = hub.text(item);

    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + first + "/resume", "").status()).isEqualTo(200);
    await("it is as wrong as before").atMost(Deal.SOON).until(() -> hub.text(item) != null && !hub.text(item).equals(first));
    hub.tamper("evidence", "update evidence set body = '[{\"rateId\":\"again\",\"version\":\"1\",\"from\":\"CHF\",\"to\":\"NOK\",\"rate\":\"12\",\"on\":\"2026-09-01\"}]' where event_id = 'unreadable'");
    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + hub.text(item) + "/resume", "").status()).isEqualTo(200);

    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from fact where source = 'elsewhere' and kind = 'fx-rate' and fact_key = 'again'") == 1);
    assertThat(hub.text(item)).isNull();
    Holds.everyProof(hub);
  }

  @Test
  void aJourneyHoldsWhereOneBrokeAndGoesOn(HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Broken Journey", terms -> terms.put("contractingEntity", "TL-FR")).awaitOpening("done");
    deal.approveTime("2026-09-15", 60, true);
    deal.awaitMinutes(60);
    runs(hub, deal);
    var invoice = hub.text("select id from document where thread_id = '" + deal.thread() + "'");
    run(hub, "update document set net = net + 1 where id = '" + invoice + "'");

    assertThat(release(hub, invoice)).as("the one that broke is rolled back").isEqualTo(500);
    assertThat(parked(hub, deal)).isEqualTo(1);
    assertThat(release(hub, invoice)).isEqualTo(202);
    var held = "select count(*) from exception_item where code = 'ENGAGEMENT_PARKED' and state = 'open' and thread_id = '" + deal.thread() + "'";
    assertThat(hub.text(held.replace("count(*)", "i.amount || ' ' || i.currency || ' ' || (i.at_risk_on = (select due_on from document where id = '" + invoice + "'))").replace("exception_item", "exception_item i"))).as("the invoice, not the engagement").isEqualTo("151.000000 EUR true");
    assertThat(hub.number("select count(*) from attempt where operation = 'postInvoice' and thread_id = '" + deal.thread() + "'")).isZero();

    run(hub, "update document set net = net - 1 where id = '" + invoice + "'");
    resolve(hub, deal);
    var item = hub.number(held.replace("count(*)", "id"));
    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item + "/resume", "").status()).isLessThan(300);
    deal.awaitPosted(1);
    deal.awaitQuiet();
    Holds.everyProof(hub);
  }

  private static void runs(HubFixture hub, Deal deal) {
    var run = hub.as("finance").post("/api/process/v1/invoice-runs", "{\"through\":\"2026-09-30\",\"threadId\":\"" + deal.thread() + "\"}");
    assertThat(run.status()).as(run.body()).isEqualTo(200);
  }

  private static int release(HubFixture hub, String invoice) {
    return hub.as("finance").post("/api/experience/v1/finance/invoices/" + invoice + "/release", "").status();
  }

  private static void resolve(HubFixture hub, Deal deal) {
    var item = hub.number("select id from exception_item where subject = 'engagement' and state = 'open' and subject_id = '" + deal.thread() + "'");
    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item + "/resolve", "{\"reason\":\"put right\"}").status()).isEqualTo(200);
  }

  private static long parked(HubFixture hub, Deal deal) {
    return hub.number("select count(*) from exception_item where subject = 'engagement' and code = 'INVARIANT' and state = 'open' and subject_id = '" + deal.thread() + "'");
  }

  private static long documents(HubFixture hub, Deal deal) {
    return hub.number("select count(*) from document where thread_id = '" + deal.thread() + "'");
  }

  private static void currency(HubFixture hub, Deal deal, String currency) throws Exception {
    run(hub, "update engagement set currency = '" + currency + "' where thread_id = '" + deal.thread() + "'");
  }

  private static void run(HubFixture hub, String sql) throws Exception {
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
