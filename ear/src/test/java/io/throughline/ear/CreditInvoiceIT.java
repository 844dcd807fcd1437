package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A booked invoice is credited whole by two persons, and what it billed is billed again. */
@ExtendWith(SharedHub.class)
class CreditInvoiceIT {

  private static final String INVOICES = "/api/experience/v1/finance/invoices/";

  /** Hours, expenses and support on two invoices of 27 October, a milestone on a third. */
  private static Deal billed(HubFixture hub, String name) {
    var deal = Deal.won(hub, name, terms -> {
      Deal.withExpenses(terms, "PO-1");
      var support = terms.withArray("lines").addObject().put("billing", "subscription").put("description", "Support").put("workstream", "support").put("ratePerHour", "2280.00").put("amount", "2280.00").put("purchaseOrder", "PO-9");
      support.putObject("periods").put("every", "month").put("amount", "600.00").put("inAdvance", false).put("calendar", true);
    }).awaitOpening("done");
    deal.approveTime("2026-09-10", 90, true);
    deal.approveTime("2026-09-11", 20, true);
    deal.approveExpense("2026-09-10", "Hotel", 20000, "EUR", true);
    deal.awaitMinutes(110);
    deal.awaitExpenses(1);
    deal.bill("2026-10-27");
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(3);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).containsExactly("invoice posted 30000", "invoice posted 480", "invoice posted 495");
    return deal;
  }

  @Test
  void takesAllOffAndBillsItAgain(HubFixture hub) throws SQLException {
    var deal = billed(hub, "Credited whole");
    Deal.pay(hub, hub.text("select erp_id from document where net = 495 and thread_id = '" + deal.thread() + "'"));
    deal.awaitPaid(1);
    deal.awaitQuiet();
    var invoices = hub.texts("select id from document where thread_id = '" + deal.thread() + "' order by net");

    var notes = invoices.stream().map(invoice -> propose(hub, invoice)).toList();

    assertThat(stands(hub, deal)).containsExactly("credit-note draft -30000", "credit-note draft -480", "credit-note draft -495", "invoice paid 495", "invoice posted 30000", "invoice posted 480");
    assertThat(hub.text("select proposed_by || ': ' || reason from document where id = '" + notes.get(0) + "'")).isEqualTo("finance: sent to the wrong client");
    assertThat(deal.bill("2026-12-31")).as("what is being credited waits; three periods are due by then").hasSize(1);
    deal.awaitPosted(4);
    assertThat(credit(hub, invoices.get(0)).status()).as("under way").isEqualTo(409);
    assertThat(hub.as("delivery").post("/api/experience/v1/finance/write-offs", "{\"threadId\":\"" + deal.thread() + "\",\"through\":\"2026-12-31\",\"reason\":\"goodwill\"}").status()).as("it may be billed again as it was").isEqualTo(409);
    Holds.everyProof(hub);

    var own = hub.as("finance").post(INVOICES + notes.get(0) + "/release", "{}");
    assertThat(own.status()).isEqualTo(409);
    assertThat(own.json().get("code").asText()).isEqualTo("OWN_PROPOSAL");
    try (var database = hub.database(); var statement = database.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate("update document set released_by = 'finance' where id = '" + notes.get(0) + "'")).hasMessageContaining("document_two_persons");
    }
    notes.forEach(note -> release(hub, note));
    deal.awaitPosted(7);
    deal.awaitQuiet();

    assertThat(stands(hub, deal)).containsExactly("credit-note paid -30000", "credit-note paid -480", "credit-note posted -495", "invoice paid 30000", "invoice paid 480", "invoice paid 495", "invoice posted 1800");
    assertThat(hub.texts("select code || ' ' || trim_scale(amount) from exception_item where code = 'CREDIT_OWED' and state = 'open' and thread_id = '" + deal.thread() + "'")).containsExactly("CREDIT_OWED 495");
    assertThat(hub.text("select sum(credit - debit)::numeric(9, 2) from posting where account = 'REV' and rule <> 'J25' and thread_id = '" + deal.thread() + "'")).isEqualTo("1800.00");
    assertThat(credit(hub, invoices.get(0)).json().get("detail").asText()).isEqualTo("it is credited in full");
    assertThat(credit(hub, notes.get(0)).status()).as("a note").isEqualTo(409);
    Holds.everyProof(hub);
    Holds.replayed(hub, deal, "2026-11");

    deal.completeMilestone("ACC-2");
    await("its milestone is told again").atMost(Deal.SOON).until(() -> hub.number("select count(*) from fact where kind = 'milestone' and thread_id = '" + deal.thread() + "'") == 2);
    assertThat(hub.number("select count(*) from document where origin = 'milestone' and type = 'invoice' and thread_id = '" + deal.thread() + "'")).as("people bill it again, by a run").isEqualTo(1);
    assertThat(deal.bill("2026-12-31")).hasSize(3);
    deal.awaitPosted(10);
    deal.awaitQuiet();
    assertThat(hub.texts("select trim_scale(net)::text from document where state = 'posted' and type = 'invoice' and thread_id = '" + deal.thread() + "' order by 1")).containsExactlyInAnyOrder("1800", "30000", "480", "495");
    assertThat(deal.bill("2026-12-31")).isEmpty();
    Holds.replayed(hub, deal, "2026-12");
    Holds.everyProof(hub);

    var again = propose(hub, hub.text("select id from document where state = 'posted' and net = 30000 and thread_id = '" + deal.thread() + "'"));
    release(hub, again);
    deal.awaitPosted(11);
    deal.awaitQuiet();
    assertThat(hub.text("select coalesce(document_id, 'unbilled') from billing_event where period_from is null and thread_id = '" + deal.thread() + "'")).isEqualTo("unbilled");
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void leavesEverythingAsItWasWhereItIsDiscarded(HubFixture hub) {
    var deal = billed(hub, "Not credited after all");
    for (var net : List.of("30000", "480", "495")) {
      var invoice = hub.text("select id from document where net = " + net + " and type = 'invoice' and thread_id = '" + deal.thread() + "'");
      var note = propose(hub, invoice);
      var discarded = hub.as("finance").post("/api/experience/v1/finance/drafts/discard", "{\"documents\":[\"" + note + "\"],\"reason\":\"it was right\"}");
      assertThat(discarded.json().get("done")).hasSize(1);
      await("it is discarded").atMost(Deal.SOON).until(() -> "discarded".equals(hub.text("select state from document where id = '" + note + "'")));
      assertThat(propose(hub, invoice)).isNotEqualTo(note);
    }

    assertThat(stands(hub, deal)).containsExactly("credit-note draft -30000", "credit-note draft -480", "credit-note draft -495", "invoice posted 30000", "invoice posted 480", "invoice posted 495");
    Holds.everyProof(hub);
  }

  /** Else it would be billed twice over once the note is discarded. */
  @Test
  void itsCapIsNotFreeBeforeTheNoteIsBooked(HubFixture hub) {
    var deal = Deal.won(hub, "Capped and not credited", terms -> ((ObjectNode) terms.get("lines").get(0)).put("hours", 1).put("amount", "150.00").put("capAmount", "150.00")).awaitOpening("done");
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();

    var note = propose(hub, hub.text("select id from document where thread_id = '" + deal.thread() + "'"));
    deal.approveTime("2026-09-11", 60, true);
    deal.awaitMinutes(120);
    assertThat(deal.draft("2026-09-30")).isEmpty();

    assertThat(hub.as("finance").post("/api/experience/v1/finance/drafts/discard", "{\"documents\":[\"" + note + "\"],\"reason\":\"it was right\"}").json().get("done")).hasSize(1);
    await("it is discarded").atMost(Deal.SOON).until(() -> "discarded".equals(hub.text("select state from document where id = '" + note + "'")));
    assertThat(deal.draft("2026-09-30")).isEmpty();
    assertThat(stands(hub, deal)).containsExactly("invoice posted 150");
    Holds.everyProof(hub);
  }

  /** The last credit takes what is left; what is corrected after it was billed again is known from the day it was corrected. */
  @Test
  void takesTheRemainderAndIsCorrectedAsAnyOther(HubFixture hub) {
    var deal = Deal.won(hub, "Corrected, credited and corrected").awaitOpening("done");
    var first = deal.approveTime("2026-09-10", 50, true).get("entryId").asText();
    deal.approveTime("2026-09-11", 53, true);
    deal.awaitMinutes(103);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    var invoice = hub.text("select id from document where thread_id = '" + deal.thread() + "'");
    deal.changeTime(first, 40);
    deal.awaitMinutes(93);
    deal.bill("2026-10-31");
    deal.awaitPosted(3);
    deal.awaitQuiet();

    release(hub, propose(hub, invoice));
    deal.awaitPosted(4);
    deal.awaitQuiet();
    assertThat(stands(hub, deal)).containsExactly("credit-note paid -125", "credit-note paid -132.5", "invoice paid 257.5", "invoice posted 100");
    deal.bill("2026-12-31");
    deal.awaitPosted(5);
    deal.changeTime(hub.text("select entry_id from time_entry where minutes = 53 and thread_id = '" + deal.thread() + "'"), 60);
    deal.awaitMinutes(100);
    deal.bill("2026-12-31");
    deal.awaitPosted(7);
    deal.awaitQuiet();

    assertThat(stands(hub, deal)).containsExactly("credit-note paid -125", "credit-note paid -132.5", "credit-note paid -132.5", "invoice paid 132.5", "invoice paid 257.5", "invoice posted 100", "invoice posted 150");
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  @Test
  void refusesWhatIsNotBookedAndWhoMayNot(HubFixture hub) {
    var deal = Deal.won(hub, "Draft not credited").awaitOpening("done");
    deal.approveTime("2026-09-10", 60, true);
    deal.awaitMinutes(60);
    var draft = deal.draft("2026-09-30").get(0);

    assertThat(credit(hub, draft).status()).isEqualTo(409);
    assertThat(credit(hub, "none").status()).isEqualTo(404);
    assertThat(hub.as("delivery").post(INVOICES + draft + "/credit-notes", "{\"reason\":\"no\"}").status()).isEqualTo(403);
    assertThat(hub.as("finance").post(INVOICES + draft + "/credit-notes", "{}").json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
  }

  private static Api.Answer credit(HubFixture hub, String invoice) {
    return hub.as("finance").post(INVOICES + invoice + "/credit-notes", "{\"reason\":\"sent to the wrong client\"}");
  }

  private static String propose(HubFixture hub, String invoice) {
    var proposed = credit(hub, invoice);
    assertThat(proposed.status()).as(proposed.body()).isEqualTo(201);
    return proposed.json().get("id").asText();
  }

  private static void release(HubFixture hub, String note) {
    var released = hub.as("admin").post(INVOICES + note + "/release", "{}");
    assertThat(released.status()).as(released.body()).isEqualTo(202);
  }

  private static List<String> stands(HubFixture hub, Deal deal) {
    return hub.texts("select type || ' ' || state || ' ' || trim_scale(net) from document where state <> 'discarded' and thread_id = '" + deal.thread() + "' order by 1");
  }
}
