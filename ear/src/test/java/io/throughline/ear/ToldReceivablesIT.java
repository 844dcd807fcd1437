package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the ERP says is open of an invoice is compared with what is open here, once all that may explain it was read. */
@ExtendWith(SharedHub.class)
class ToldReceivablesIT {

  private static final String INVOICES = "/api/experience/v1/finance/invoices/";

  @BeforeEach
  @AfterEach
  void nothingFails(HubFixture hub) {
    hub.sandbox().delete("control/faults");
  }

  @Test
  void aCreditThatNobodyToldIsFoundUntilBothAgree(HubFixture hub) {
    var deal = billed(hub, "Credited by hand");
    var invoice = erpId(hub, deal);
    enter(hub, "creditMemo", "{\"entity\":{\"id\":\"" + customer(hub, deal) + "\"},\"item\":{\"items\":[{\"item\":{\"id\":\"" + item(hub, invoice) + "\"},\"amount\":50}]},\"apply\":{\"items\":[{\"doc\":{\"id\":\"" + invoice + "\"},\"apply\":true,\"amount\":50}]}}");

    awaitItems(hub, deal, "finance open 50 the ERP says 100.00 EUR of invoice " + number(hub, deal) + " is open, here it is 150.00 EUR");
    var page = hub.as("finance").get(INVOICES + id(hub, deal)).json();
    assertThat(page.get("open").asText() + " " + page.get("openThere").asText()).isEqualTo("150.00 100.00");
    assertThat(page.get("toldAt").asText()).isNotEmpty();

    UnappliedCashIT.posted(hub, "payment", "{\"paymentId\":\"BY-HAND-" + deal.thread() + "\",\"version\":\"1\",\"receivedOn\":\"2026-12-31\",\"amount\":\"50.00\",\"currency\":\"EUR\",\"allocations\":[{\"invoiceId\":\"" + invoice + "\",\"amount\":\"50.00\"}]}");

    await("it ends by itself").atMost(Deal.SOON).until(() -> items(hub, deal).equals(List.of("finance resolved 50 the ERP says 100.00 EUR of invoice " + number(hub, deal) + " is open, here it is 150.00 EUR")));
    assertThat(hub.as("finance").get(INVOICES + id(hub, deal)).json().has("openThere")).isFalse();
  }

  @Test
  void anAmountThatWasChangedByHandIsFoundAndMayStay(HubFixture hub) {
    var deal = billed(hub, "Changed by hand");
    var differs = "7 the ERP says 157.00 EUR of invoice " + number(hub, deal) + " is open, here it is 150.00 EUR";
    tax(hub, deal, 7);

    awaitItems(hub, deal, "finance open " + differs);
    assertThat(hub.as("finance").get(INVOICES + id(hub, deal)).json().get("open").asText()).as("as it was booked").isEqualTo("150.00");

    var item = hub.text("select id::text from exception_item where code = 'RECEIVABLE_DIFFERS' and thread_id = '" + deal.thread() + "'");
    assertThat(hub.as("finance").post("/api/experience/v1/operations/exceptions/" + item + "/resolve", "{\"reason\":\"agreed with the client\"}").status()).isLessThan(300);
    awaitLookedAtAgain(hub, deal);
    assertThat(items(hub, deal)).as("it stays closed").containsExactly("finance resolved " + differs);

    tax(hub, deal, 0);
    await("both agree").atMost(Deal.SOON).until(() -> "both agree".equals(hub.text("select said from exception_comment where exception_id = " + item)));
    tax(hub, deal, 7);
    awaitItems(hub, deal, "finance resolved " + differs, "finance open " + differs);
  }

  @Test
  void nothingIsRaisedWhileAMessageOfTheErpIsParked(HubFixture hub) {
    var deal = billed(hub, "Parked message");
    var parked = hub.number("insert into exception_item (subject, subject_id, evidence_id, code, reason, owner, state, fields, raised_at) select 'evidence', 'invariant:' || max(id), max(id), 'INVARIANT', 'broken', 'operator', 'open', '[]', now() from evidence where source = 'netsuite' and state = 'read' returning id");
    tax(hub, deal, 7);
    await("it is told").atMost(Deal.SOON).until(() -> "157".equals(hub.text("select trim_scale(told_open) from document where thread_id = '" + deal.thread() + "'")));
    awaitLookedAtAgain(hub, deal);
    assertThat(items(hub, deal)).isEmpty();

    assertThat(hub.as("operator").post("/api/experience/v1/operations/exceptions/" + parked + "/resolve", "{\"reason\":\"it told of no money\"}").status()).isEqualTo(200);
    awaitItems(hub, deal, "finance open 7 the ERP says 157.00 EUR of invoice " + number(hub, deal) + " is open, here it is 150.00 EUR");
  }

  @Test
  void moneyThatIsToldLaterThanTheInvoiceIsNoDifference(HubFixture hub) {
    var deal = billed(hub, "Told later");
    hub.sandbox().put("control/faults", "[{\"vendor\":\"netsuite\",\"path\":\"*customerPayment*\",\"method\":\"GET\",\"kind\":\"500\",\"status\":400}]");
    deal.pay();
    await("the ERP says that nothing is open").atMost(Deal.SOON).until(() -> "0".equals(hub.text("select trim_scale(told_open)::text from document where thread_id = '" + deal.thread() + "'")));
    await("the payments are not read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from poller where system = 'netsuite' and feed = 'payments' and failures > 0") == 1);
    awaitLookedAtAgain(hub, deal);
    assertThat(items(hub, deal)).isEmpty();

    hub.sandbox().delete("control/faults");
    deal.awaitPaid(1);
    awaitLookedAtAgain(hub, deal);
    assertThat(items(hub, deal)).isEmpty();
  }

  private static Deal billed(HubFixture hub, String name) {
    var deal = Deal.won(hub, name).awaitOpening("done");
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-12-31");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    return deal;
  }

  /** Long enough after the invoice was told, and after all that its ERP told was read, that a difference would be an item. */
  private static void awaitLookedAtAgain(HubFixture hub, Deal deal) {
    var since = hub.text("select now()::text");
    await("rounds went by").atMost(Deal.SOON).until(() -> hub.number("select count(*) from document d join poller p on p.system = d.erp_system where p.feed = 'invoices' and p.polled_at > greatest(d.told_at, '" + since + "') + interval '15 s' and thread_id = '" + deal.thread() + "'") == 1);
  }

  private static void awaitItems(HubFixture hub, Deal deal, String... items) {
    await("the item").atMost(Deal.SOON).untilAsserted(() -> assertThat(items(hub, deal)).containsExactly(items));
  }

  private static List<String> items(HubFixture hub, Deal deal) {
    return hub.texts("select concat_ws(' ', owner, state, trim_scale(amount), reason) from exception_item where code = 'RECEIVABLE_DIFFERS' and thread_id = '" + deal.thread() + "' order by id");
  }

  private static void tax(HubFixture hub, Deal deal, int tax) {
    enter(hub, "invoice", "{\"id\":\"" + erpId(hub, deal) + "\",\"taxTotal\":" + tax + "}");
  }

  /** By hand of an accountant. */
  private static void enter(HubFixture hub, String what, String row) {
    var entered = hub.sandbox().put("control/netsuite/" + what, row);
    assertThat(entered.status()).as(entered.body()).isEqualTo(200);
  }

  private static String item(HubFixture hub, String invoice) {
    return hub.sandbox().get("control/netsuite/invoice?where=" + URLEncoder.encode("id = '" + invoice + "'", StandardCharsets.UTF_8)).json().at("/0/item/items/0/item/id").asText();
  }

  private static String id(HubFixture hub, Deal deal) {
    return hub.text("select id from document where thread_id = '" + deal.thread() + "'");
  }

  private static String erpId(HubFixture hub, Deal deal) {
    return hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");
  }

  private static String number(HubFixture hub, Deal deal) {
    return hub.text("select number from document where thread_id = '" + deal.thread() + "'");
  }

  private static String customer(HubFixture hub, Deal deal) {
    return hub.text("select customer_id from engagement where thread_id = '" + deal.thread() + "'");
  }
}
