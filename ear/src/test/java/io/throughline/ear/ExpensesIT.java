package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was spent for a client, from the feed to the invoice that is paid: with markup and cap, corrected after billing, held where nobody may guess. */
@ExtendWith(SharedHub.class)
class ExpensesIT {

  private static Deal won(HubFixture hub, String name) {
    return Deal.won(hub, name, terms -> Deal.withExpenses(terms, "PO-1")).awaitOpening("done");
  }

  @Test
  void billsWhatWasSpentOnceAndWhatItCostInTheEnd(HubFixture hub) {
    var deal = won(hub, "Spent");
    var hotel = deal.approveExpense("2026-09-10", "Hotel", 20000, "EUR", true).get("expenseId").asText();
    deal.approveExpense("2026-09-11", "Train", 5005, "EUR", true);
    deal.approveExpense("2026-09-12", "Dinner", 3000, "EUR", false);
    deal.approveExpense("2026-09-13", "Taxi in Zurich", 4000, "CHF", true);
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.awaitExpenses(4);

    assertThat(spending(hub, deal, "EUR")).containsExactly("280.05", "0.00", "250.05", "0.00", "30.00");
    assertThat(spending(hub, deal, "CHF")).containsExactly("40.00", "0.00", "0.00", "40.00", "0.00");
    assertThat(hub.text("select code || ' ' || trim_scale(amount) || ' ' || currency from exception_item where subject = 'expense' and state = 'open' and thread_id = '" + deal.thread() + "'")).isEqualTo("NO_EXCHANGE_RATE 40 CHF");

    var first = deal.bill("2026-12-31");
    deal.awaitPosted(1);
    assertThat(first).hasSize(1);
    var invoice = hub.as("finance").get("/api/experience/v1/finance/invoices/" + first.get(0)).json();
    assertThat(invoice.get("net").asText()).isEqualTo("425.06"); // an hour at 150.00, 220.00 and 55.06
    assertThat(StreamSupport.stream(invoice.get("lines").spliterator(), false).flatMap(line -> StreamSupport.stream(line.get("expenses").spliterator(), false)).map(one -> one.get("category").asText() + " " + one.get("spent").asText() + " for " + one.get("amount").asText()))
        .containsExactlyInAnyOrder("Hotel 200.00 for 220.00", "Train 50.05 for 55.06");
    assertThat(spending(hub, deal, "EUR")).containsExactly("280.05", "250.05", "0.00", "0.00", "30.00");
    Holds.everyProof(hub);

    deal.changeExpense(hotel, 18000, true);
    deal.awaitSpent(hotel, "180");
    assertThat(spending(hub, deal, "EUR")).containsExactly("260.05", "250.05", "-20.00", "0.00", "30.00");
    Holds.everyProof(hub);
    deal.bill("2026-12-31");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    assertThat(hub.texts("select origin || ' ' || type || ' ' || trim_scale(net) from document where thread_id = '" + deal.thread() + "' order by 1"))
        .containsExactly("expense credit-note -220", "expense invoice 198", "time invoice 425.06");
    assertThat(hub.texts("select distinct plan from journey where thread_id = '" + deal.thread() + "' and plan like '%-to-%' order by 1")).containsExactly("expense-to-rebill", "time-to-invoice");
    assertThat(hub.texts("select rule || ' ' || account || ' ' || trim_scale(sum(debit - credit)) from posting where rule = 'J16' and thread_id = '" + deal.thread() + "' group by rule, account order by 1")).containsExactly("J16 AP -260.05", "J16 COST 260.05");
    Deal.pay(hub, hub.text("select erp_id from document where origin = 'expense' and type = 'invoice' and thread_id = '" + deal.thread() + "'"));
    await("the corrected bill is paid").atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where origin = 'expense' and type = 'invoice' and state = 'paid' and thread_id = '" + deal.thread() + "'") == 1);
    for (var month : List.of("2026-09", "2026-12")) Holds.replayed(hub, deal, month);
    assertThat(deal.revenue("2026-12")).as("earned by the version that stands").endsWith(" = 0.00 - 0.00");
    Holds.everyProof(hub);
  }

  @Test
  void holdsWhatACapHasNoRoomForAndGivesBackWhatIsWithdrawn(HubFixture hub) {
    var deal = won(hub, "Capped");
    var flight = deal.approveExpense("2026-09-10", "Flight", 40000, "EUR", true).get("expenseId").asText();
    deal.approveExpense("2026-09-11", "Hotel", 10001, "EUR", true);
    deal.awaitExpenses(2);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);

    assertThat(hub.text("select trim_scale(net) from document where thread_id = '" + deal.thread() + "'")).isEqualTo("500");
    assertThat(spending(hub, deal, "EUR")).containsExactly("500.01", "454.55", "0.00", "45.46", "0.00"); // 60.00 of 110.01 stand for 54.55
    assertThat(hub.text("select code || ' ' || trim_scale(amount) from exception_item where subject = 'expense' and state = 'open' and thread_id = '" + deal.thread() + "'")).isEqualTo("BEYOND_TERMS 50.01");
    assertThat(deal.bill("2026-09-30")).isEmpty();
    Holds.everyProof(hub);

    deal.withdrawExpense(flight);
    await("the withdrawal arrived").atMost(Deal.SOON).until(() -> hub.number("select count(*) from expense where current and state = 'reopened' and thread_id = '" + deal.thread() + "'") == 1);
    deal.bill("2026-09-30");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    assertThat(hub.texts("select type || ' ' || trim_scale(net) from document where thread_id = '" + deal.thread() + "' order by 1")).containsExactly("credit-note -440", "invoice 50.01", "invoice 500");
    Holds.replayed(hub, deal, "2026-09");
    assertThat(deal.revenue("2026-09")).isEqualTo("0.00 + 110.01 - 110.01 = 0.00 - 0.00");
    assertThat(spending(hub, deal, "EUR")).containsExactly("100.01", "100.01", "0.00", "0.00", "0.00");
    assertThat(hub.number("select count(*) from exception_item where subject = 'expense' and state = 'open' and thread_id = '" + deal.thread() + "'")).isZero();
    Holds.everyProof(hub);
  }

  /** What was made later has what room was left, though it is dated before. */
  @Test
  void postsBillsOfACapInTheOrderInWhichTheyWereMade(HubFixture hub) {
    var deal = won(hub, "Capped out of order");
    deal.approveExpense("2026-10-10", "Flight", 40000, "EUR", true);
    deal.awaitExpenses(1);
    deal.bill("2026-10-31");
    deal.awaitPosted(1);
    deal.approveExpense("2026-09-11", "Hotel", 10001, "EUR", true);
    deal.awaitExpenses(2);
    deal.bill("2026-09-30");
    deal.awaitPosted(2);
    deal.awaitQuiet();

    assertThat(hub.texts("select trim_scale(d.net) || ' ' || d.invoiced_on || ' ' || min(p.posted_on) from document d join posting p on p.source_id = d.id where d.thread_id = '" + deal.thread() + "' group by d.id order by 1"))
        .containsExactly("440 2026-10-31 2026-10-31", "60 2026-09-30 2026-10-31");
    Holds.replayed(hub, deal, "2026-10");
    Holds.everyProof(hub);
  }

  @Test
  void exchangesWhatWasSpentAbroadAtTheRateOfItsDayOnceThatIsKnown(HubFixture hub) {
    var deal = won(hub, "Abroad");
    var engagement = "/api/experience/v1/delivery/engagements/" + deal.thread();
    assertThat(hub.as("delivery").post(engagement + "/close", "{\"reason\":\"too early\"}").status()).isEqualTo(204);
    var dinner = deal.approveExpense("2026-09-10", "Dinner", 100000, "SEK", true).get("expenseId").asText();
    deal.approveExpense("2026-09-11", "Ferry", 50000, "SEK", false);
    deal.awaitExpenses(2);
    assertThat(held(hub, deal)).containsExactly("PROJECT_CLOSED delivery 1000", "PROJECT_CLOSED delivery 500");
    assertThat(hub.as("delivery").post(engagement + "/reopen", "{\"reason\":\"it was\"}").status()).isEqualTo(204);
    assertThat(held(hub, deal)).as("what it waits for now").containsExactly("NO_EXCHANGE_RATE finance 1000", "NO_EXCHANGE_RATE finance 500");

    tellRate(hub, "2026-09-02", "0.0999");
    assertThat(held(hub, deal)).as("eight days are too many").hasSize(2);
    tellRate(hub, "2026-09-08", "0.0884");
    assertThat(held(hub, deal)).isEmpty();
    tellRate(hub, "2026-09-10", "0.09");
    assertThat(spending(hub, deal, "SEK")).containsExactly("1500.00", "0.00", "1000.00", "0.00", "500.00");
    Holds.everyProof(hub);

    var bill = hub.as("finance").get("/api/experience/v1/finance/invoices/" + deal.bill("2026-12-31").get(0)).json();
    deal.awaitPosted(1);
    assertThat(bill.get("net").asText()).as("88.40 and ten percent").isEqualTo("97.24");
    var line = bill.get("lines").get(0);
    assertThat(line.get("description").asText()).isEqualTo("Dinner, 2026-09-10, 1000.00 SEK at 1 SEK = 0.0884 EUR of 2026-09-08");
    var exchanged = line.get("expenses").get(0).get("exchanged");
    assertThat(List.of(exchanged.get("amount").asText(), exchanged.get("currency").asText(), exchanged.get("rate").asText(), exchanged.get("on").asText(), exchanged.get("source").asText())).containsExactly("88.40", "EUR", "0.0884", "2026-09-08", "treasury");
    assertThat(costs(hub, deal)).containsExactly("AP EUR -132.6", "COST EUR 132.6");
    assertThat(spending(hub, deal, "SEK")).containsExactly("1500.00", "1000.00", "0.00", "0.00", "500.00");

    deal.changeExpense(dinner, 90000, true);
    deal.awaitSpent(dinner, "900");
    deal.bill("2026-12-31");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    assertThat(hub.texts("select type || ' ' || trim_scale(net) from document where thread_id = '" + deal.thread() + "' order by 1")).as("the new version at the rate that is known now").containsExactly("credit-note -97.24", "invoice 89.1", "invoice 97.24");
    assertThat(costs(hub, deal)).containsExactly("AP EUR -125.2", "COST EUR 125.2");
    for (var month : List.of("2026-09", "2026-12")) Holds.replayed(hub, deal, month);
    Holds.everyProof(hub);
  }

  private static void tellRate(HubFixture hub, String on, String rate) {
    var told = hub.as("finance").post("/api/process/v1/intake/fx-rate?source=treasury", "{\"rateId\":\"SEK-" + on + "\",\"version\":\"1\",\"from\":\"SEK\",\"to\":\"EUR\",\"rate\":\"" + rate + "\",\"on\":\"" + on + "\"}");
    assertThat(told.status()).as(told.body()).isEqualTo(202);
    var evidence = told.headers().get("Location").replaceAll(".*/", "");
    await("the rate is read").atMost(Deal.SOON).until(() -> hub.number("select count(*) from evidence where state = 'read' and id = " + evidence) == 1);
  }

  /** What of it waits, for whom, and how much is at risk. */
  private static List<String> held(HubFixture hub, Deal deal) {
    return hub.texts("select code || ' ' || owner || ' ' || trim_scale(amount) from exception_item where subject = 'expense' and state = 'open' and thread_id = '" + deal.thread() + "' order by amount desc");
  }

  private static List<String> costs(HubFixture hub, Deal deal) {
    return hub.texts("select account || ' ' || currency || ' ' || trim_scale(sum(debit - credit)) from posting where rule = 'J16' and thread_id = '" + deal.thread() + "' group by account, currency order by 1");
  }

  @Test
  void playsTheScenario(HubFixture hub) {
    var begun = hub.sandbox().post("control/plays", "{\"scenario\": \"expenses\"}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    var play = "control/plays/" + begun.json().get("id").asText();
    await("the play ends").atMost(Deal.SOON.multipliedBy(2)).until(() -> !List.of("waiting", "running").contains(hub.sandbox().get(play).json().get("state").asText()));

    var played = hub.sandbox().get(play);
    assertThat(played.json().get("state").asText()).as(played.body()).isEqualTo("passed");
  }

  /** Approved, billed, unbilled, held, not billable: as finance sees them. */
  private static List<String> spending(HubFixture hub, Deal deal, String currency) {
    for (var one : thread(hub, deal).get("spending")) {
      if (currency.equals(one.get("currency").asText())) return List.of(one.get("approved").asText(), one.get("billed").asText(), one.get("unbilled").asText(), one.get("held").asText(), one.get("nonBillable").asText());
    }
    return List.of();
  }

  private static JsonNode thread(HubFixture hub, Deal deal) {
    return hub.as("finance").get("/api/experience/v1/finance/engagements/" + deal.thread()).json();
  }
}
