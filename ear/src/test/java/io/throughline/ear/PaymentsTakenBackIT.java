package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A payment that changes after it was seen: what it no longer pays is open again, what it pays besides is paid, and no cent counts twice. */
@ExtendWith(SharedHub.class)
class PaymentsTakenBackIT {

  private static final String WAITS_TO_WRITE = "pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into payment %'";

  @Test
  void aReturnedPaymentOpensItsInvoiceUntilItIsPaidAgain(HubFixture hub) {
    var deal = Deal.won(hub, "Paid twice over").awaitOpening("done");
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(1);
    deal.pay();
    deal.awaitPaid(1);
    deal.awaitQuiet();
    var payment = hub.text("select payment_id from cash_application where thread_id = '" + deal.thread() + "'");
    var invoice = hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");

    tell(hub, payment, 2, "30000.00", Map.of());

    await("the invoice is open again").atMost(Deal.SOON).until(() -> "posted 0".equals(paid(hub, deal, "milestone")));
    deal.awaitQuiet();
    assertThat(hub.text("select reason || ' ' || trim_scale(amount) || ' ' || state from exception_item where code = 'PAYMENT_TAKEN_BACK' and thread_id = '" + deal.thread() + "'")).startsWith("payment " + payment + " was taken back, ").endsWith(" is open again 30000 open");
    assertThat(statusTold(hub, deal)).isEqualTo("not paid");
    assertThat(cash(hub, deal)).isEqualTo("0");
    Holds.replayed(hub, deal, "2026-11");

    tell(hub, payment, 3, "30000.00", Map.of(invoice, "30000.00"));

    deal.awaitPaid(1);
    deal.awaitQuiet();
    assertThat(hub.text("select resolved_by || ': ' || resolution from exception_item where code = 'PAYMENT_TAKEN_BACK' and thread_id = '" + deal.thread() + "'")).isEqualTo("hub: paid");
    assertThat(statusTold(hub, deal)).isEqualTo("paid");
    assertThat(hub.texts("select trim_scale(amount)::text from cash_application where thread_id = '" + deal.thread() + "' order by no")).containsExactly("30000", "-30000", "30000");
    assertThat(cash(hub, deal)).isEqualTo("30000");
    Holds.replayed(hub, deal, "2026-11");
    Holds.everyProof(hub);
  }

  @Test
  void moneyThatIsMovedToAnotherInvoiceCountsOnce(HubFixture hub) {
    var deal = Deal.won(hub, "Paid the wrong one").awaitOpening("done");
    deal.billAnHourAndAMilestone();
    var time = hub.text("select erp_id from document where origin = 'time' and thread_id = '" + deal.thread() + "'");
    var milestone = hub.text("select erp_id from document where origin = 'milestone' and thread_id = '" + deal.thread() + "'");
    var payment = "P-" + deal.thread();

    tell(hub, payment, 1, "200.00", Map.of(time, "200.00"));
    await("the hour is paid").atMost(Deal.SOON).until(() -> "paid 150".equals(paid(hub, deal, "time")));
    assertThat(unapplied(hub, deal)).isEqualTo("50 open");

    tell(hub, payment, 2, "200.00", Map.of(time, "150.00", milestone, "50.00"));
    await("the rest pays the milestone").atMost(Deal.SOON).until(() -> "posted 50".equals(paid(hub, deal, "milestone")));
    assertThat(paid(hub, deal, "time")).as("only what lay unapplied was moved").isEqualTo("paid 150");
    assertThat(unapplied(hub, deal)).isEqualTo("50 resolved");

    tell(hub, payment, 3, "200.00", Map.of(time, "100.00", milestone, "100.00"));
    await("more of it is moved").atMost(Deal.SOON).until(() -> "posted 100".equals(paid(hub, deal, "milestone")));
    assertThat(paid(hub, deal, "time")).isEqualTo("posted 100");
    assertThat(hub.number("select count(*) from exception_item where code = 'PAYMENT_TAKEN_BACK' and state = 'open' and amount = 50 and thread_id = '" + deal.thread() + "'")).isEqualTo(1);

    tell(hub, payment, 4, "0.00", Map.of());
    await("all of it went back").atMost(Deal.SOON).until(() -> "posted 0".equals(paid(hub, deal, "milestone")));
    assertThat(paid(hub, deal, "time")).isEqualTo("posted 0");
    assertThat(cash(hub, deal)).isEqualTo("0");
    deal.awaitQuiet();
    Holds.replayed(hub, deal, "2026-11");
    Holds.everyProof(hub);
  }

  /** A page of payments is read in one transaction: what names an invoice that becomes known meanwhile is not lost between the two. */
  @Test
  void moneyIsAppliedToAnInvoiceThatIsPostedWhileItsPageIsRead(HubFixture hub) throws SQLException {
    var deal = Deal.won(hub, "Paid at once").awaitOpening("done");
    var last = "P-" + deal.thread() + "-last";
    hub.sandbox().put("control/faults", "[{\"vendor\":\"netsuite\",\"operation\":\"invoice.read\",\"kind\":\"500\"}]"); // the ERP has it, and the hub does not hear of it
    try (var other = hub.database(); var statement = other.createStatement()) {
      deal.completeMilestone("ACC-1");
      var invoice = await("the ERP has the invoice").atMost(Deal.SOON).until(() -> hub.sandbox().get("control/observe/invoices-of-thread?threadId=" + deal.thread()).json(), found -> found.size() == 1).get(0).get("invoiceId").asText();
      other.setAutoCommit(false);
      statement.executeUpdate("insert into payment (system, payment_id, amount, currency, received_on, recorded_at) values ('netsuite', '" + last + "', 1, 'EUR', '2026-11-02', now())");
      post(hub, "[" + fact("P-" + deal.thread(), 1, "30000.00", Map.of(invoice, "30000.00")) + "," + fact(last, 1, "1.00", Map.of()) + "]");
      await("the page waits for its last payment").atMost(Deal.SOON).until(() -> hub.number("select count(*) from " + WAITS_TO_WRITE) == 1);
      hub.sandbox().delete("control/faults");
      await("the invoice waits for the page, or is booked without it").atMost(Deal.SOON).until(() ->
          hub.number("select (select count(*) from pg_locks where locktype = 'advisory' and not granted) + (select count(*) from document where booked_at is not null and thread_id = '" + deal.thread() + "')") >= 1);
      other.rollback();
    } finally {
      hub.sandbox().delete("control/faults");
    }

    deal.awaitPaid(1);
    deal.awaitQuiet();
    Holds.everyProof(hub);
  }

  /** Two sessions read two pages at once: what was overtaken changes nothing, though it saw nothing newer when it came. */
  @Test
  void ofVersionsThatArriveAtOnceTheNewestCounts(HubFixture hub) throws SQLException {
    var payments = IntStream.range(0, 8).mapToObj(n -> "P-overtaken-" + n).toList(); // several: a page of one may be fetched ahead by the session that waits
    var last = "P-overtaking-last";
    try (var other = hub.database(); var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate("insert into payment (system, payment_id, amount, currency, received_on, recorded_at) values ('netsuite', '" + last + "', 1, 'EUR', '2026-11-02', now())");
      var pages = new ArrayList<String>();
      pages.add(post(hub, Stream.concat(payments.stream().map(payment -> fact(payment, 2, "50.00", Map.of())), Stream.of(fact(last, 1, "1.00", Map.of()))).collect(Collectors.joining(",", "[", "]"))));
      await("the page waits for its last payment").atMost(Deal.SOON).until(() -> hub.number("select count(*) from " + WAITS_TO_WRITE) == 1);
      for (var payment : payments) pages.add(post(hub, fact(payment, 1, "100.00", Map.of())));
      await("an older one waits for the page").atMost(Deal.SOON).until(() -> hub.number("select count(*) from pg_stat_activity behind where exists (select from " + WAITS_TO_WRITE + " and pid = any(pg_blocking_pids(behind.pid)))") >= 1);
      other.rollback();
      await("all are read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id in (" + String.join(", ", pages) + ")") == pages.size());
    }
    assertThat(hub.texts("select trim_scale(amount) from payment where payment_id like 'P-overtaken-%'")).hasSameSizeAs(payments).containsOnly("50");
    assertThat(hub.texts("select max(version) from fact where kind = 'payment' and fact_key like 'P-overtaken-%' group by fact_key")).containsOnly("9999-2");
    Holds.everyProof(hub);
  }

  @Test
  void whatIsNoMoneyThatCameInIsHeld(HubFixture hub) {
    tell(hub, "P-nothing", 1, "0.00", Map.of());
    assertThat(hub.text("select code || ' ' || owner from exception_item where subject = 'fact' and subject_id = 'payment:netsuite:P-nothing' and state = 'open'")).isEqualTo("NOT_RECEIVED finance");
    tell(hub, "P-nothing", 2, "10.00", Map.of());
    assertThat(hub.number("select count(*) from exception_item where subject = 'fact' and subject_id = 'payment:netsuite:P-nothing' and state = 'open'")).isZero();
  }

  /** As a feed might bring it: no column has room for it, however often it comes. */
  @Test
  void whatNoColumnHoldsIsParked(HubFixture hub) {
    var evidence = hub.text("insert into evidence (source, feed, event_id, body, sha256, received_at) values ('netsuite', 'canonical:payment', 'beyond', convert_to('" + fact("P-beyond", 1, "1000000000000000.00", Map.of()) + "', 'UTF8'), 'beyond', now()) returning id");
    await("it is given up").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and outcome ? 'parked' and id = " + evidence) == 1);

    var item = hub.text("select id from exception_item where code = 'INVARIANT' and state = 'open' and reason like '%numeric field overflow%' and evidence_id = " + evidence);
    var resolved = hub.as("operator").post("/api/experience/v1/operations/exceptions/" + item + "/resolve", "{\"reason\":\"no such payment\"}");
    assertThat(resolved.status()).as(resolved.body()).isLessThan(300);
    assertThat(hub.number("select count(*) from payment where payment_id = 'P-beyond'")).isZero();
    Holds.everyProof(hub);
  }

  private static void tell(HubFixture hub, String payment, int version, String amount, Map<String, String> allocations) {
    var evidence = post(hub, fact(payment, version, amount, allocations));
    await("the payment is read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = " + evidence) == 1);
  }

  private static String fact(String payment, int version, String amount, Map<String, String> allocations) {
    var shares = new TreeMap<>(allocations).entrySet().stream().map(each -> "{\"invoiceId\":\"%s\",\"amount\":\"%s\"}".formatted(each.getKey(), each.getValue())).collect(Collectors.joining(","));
    return "{\"paymentId\":\"%s\",\"version\":\"9999-%d\",\"receivedOn\":\"2026-11-02\",\"changedOn\":\"2026-11-%02d\",\"amount\":\"%s\",\"currency\":\"EUR\",\"allocations\":[%s]}".formatted(payment, version, version + 2, amount, shares);
  }

  /** The evidence that it became. */
  private static String post(HubFixture hub, String facts) {
    var posted = hub.as("finance").post("/api/process/v1/intake/payment?source=netsuite", facts);
    assertThat(posted.status()).as(posted.body()).isEqualTo(202);
    return posted.headers().get("Location").replaceAll(".*/", "");
  }

  private static String paid(HubFixture hub, Deal deal, String origin) {
    return hub.text("select state || ' ' || trim_scale(paid) from document where origin = '" + origin + "' and thread_id = '" + deal.thread() + "'");
  }

  private static String unapplied(HubFixture hub, Deal deal) {
    return hub.text("select trim_scale(amount) || ' ' || state from exception_item where code = 'OVERPAID' and thread_id = '" + deal.thread() + "'");
  }

  private static String cash(HubFixture hub, Deal deal) {
    return hub.text("select trim_scale(sum(debit - credit))::text from posting where account = 'CASH' and thread_id = '" + deal.thread() + "'");
  }

  private static String statusTold(HubFixture hub, Deal deal) {
    return hub.sandbox().get("control/salesforce/Opportunity?where=" + URLEncoder.encode("Id = '" + deal.id + "'", StandardCharsets.UTF_8)).json().get(0).get("Hub_Payment_Status__c").asText();
  }
}
