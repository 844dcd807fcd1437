package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Months of a live ledger are closed, replayed to the same bytes, and asked what other facts would have made of them. The American entity is this test's alone. */
@ExtendWith(SharedHub.class)
class ReplayIT {

  private static final String MONTHS = "/api/process/v1/entities/TL-US/months/";

  @Test
  void aLiveMonthIsReplayedToTheByteAndSealed(HubFixture hub) throws Exception {
    var deal = american(hub, "Replayed");
    var entry = deal.approveTime("2026-09-15", 100, true).get("entryId").asText();
    deal.approveTime("2026-09-16", 50, true);
    deal.awaitMinutes(150);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.completeMilestone("ACC-1");
    deal.awaitPosted(2);
    deal.changeTime(entry, 40);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where current and minutes = 40 and thread_id = '" + deal.thread() + "'") == 1);
    deal.bill("2026-10-31");
    deal.awaitPosted(4);
    Deal.pay(hub, hub.text("select erp_id from document where origin = 'milestone' and thread_id = '" + deal.thread() + "'"));
    deal.awaitPaid(1);
    deal.awaitQuiet();

    var september = replay(hub, "2026-09");
    assertThat(september.get("identical").asBoolean()).as(september.toPrettyString()).isTrue();
    assertThat(september.get("journals").asInt()).isEqualTo(1);
    var paidIn = hub.text("select distinct period from posting where rule = 'J8' and thread_id = '" + deal.thread() + "'");
    var october = replay(hub, "2026-10");
    assertThat(october.get("identical").asBoolean()).as(october.toPrettyString()).isTrue();
    assertThat(october.get("journals").asInt()).isEqualTo("2026-10".equals(paidIn) ? 4 : 3);
    assertThat(replay(hub, paidIn).get("identical").asBoolean()).as(paidIn).isTrue();

    var closed = hub.as("finance").post(MONTHS + "2026-09/close", "");
    assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    assertThat(closed.json().get("journalsSha256")).isEqualTo(september.get("storedSha256"));
    assertThat(hub.as("finance").post(MONTHS + "2026-09/close", "").status()).isEqualTo(409);
    assertThat(hub.as("auditor").get(MONTHS + "2026-09").json().get("rules").asText()).isEqualTo(september.get("rules").asText());

    other(hub, deal, closed.json());
    otherwise(hub, deal);
    isSealedEngagementByEngagement(hub, deal);
    lateWorkGoesToTheNextOpenMonth(hub);
    tamperedLedgerIsSeen(hub, deal);
    Holds.everyProof(hub);
  }

  /** Dated before the money came, and made after it: the money paid all that was billed, and the month is as it was. */
  @Test
  void aCreditOfWhatWasPaidIsReplayedAsItWasMade(HubFixture hub) {
    var deal = Deal.won(hub, "Credited after it was paid").awaitOpening("done");
    var entry = deal.approveTime("2026-09-15", 100, true).get("entryId").asText();
    deal.awaitMinutes(100);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    var invoice = hub.text("select erp_id from document where thread_id = '" + deal.thread() + "'");
    Deal.pay(hub, invoice, "200.00", "2026-10-20");
    awaitPayments(hub, deal, 1);
    deal.changeTime(entry, 40);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where current and minutes = 40 and thread_id = '" + deal.thread() + "'") == 1);
    deal.bill("2026-09-30");
    deal.awaitPosted(3);
    Deal.pay(hub, invoice, "30.00", "2026-10-05"); // told after the credit note, under which nothing is open any more
    awaitPayments(hub, deal, 2);
    deal.awaitQuiet();

    assertThat(hub.texts("select distinct rule || ' ' || posted_on from posting where rule in ('J2', 'J5') and thread_id = '" + deal.thread() + "'")).containsExactlyInAnyOrder("J2 2026-09-30", "J5 2026-09-30");
    assertThat(hub.texts("select distinct rule || ' ' || debit || ' ' || posted_on from posting where rule in ('J8', 'J9') and debit > 0 and thread_id = '" + deal.thread() + "' order by 1")).containsExactly("J8 200.000000 2026-10-20", "J9 30.000000 2026-10-21");
    Holds.everyMonth(hub);
    Holds.everyProof(hub);
  }

  private static void awaitPayments(HubFixture hub, Deal deal, int payments) {
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from journey where plan = 'invoice-to-cash' and state = 'done' and thread_id = '" + deal.thread() + "'") == payments);
  }

  /** The ERP of this entity taxes its bills at 20 %: the tax is booked, paid, credited and replayed. The British entity is this test's alone. */
  @Test
  void aMonthWithTaxTheErpDecidedIsSealed(HubFixture hub) {
    var deal = Deal.won(hub, "Taxed", terms -> {
      terms.put("contractingEntity", "TL-GB").put("currency", "GBP");
      Deal.client(terms).put("currency", "GBP");
    }).awaitOpening("done");
    var entry = deal.approveTime("2026-09-15", 100, true).get("entryId").asText();
    deal.approveTime("2026-09-16", 47, true);
    deal.awaitMinutes(147);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    deal.changeTime(entry, 40);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where current and minutes = 40 and thread_id = '" + deal.thread() + "'") == 1);
    deal.bill("2026-09-30");
    deal.awaitPosted(3);
    deal.awaitQuiet();
    Deal.pay(hub, hub.text("select erp_id from document where type = 'invoice' and net = 367.50 and thread_id = '" + deal.thread() + "'"));
    deal.awaitQuiet();

    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) from document where booked_at is not null and thread_id = '" + deal.thread() + "'") == 3);
    assertThat(hub.text("select sum(credit - debit) from posting where account = 'VAT' and thread_id = '" + deal.thread() + "'")).startsWith("43.50");
    var september = "/api/process/v1/entities/TL-GB/months/2026-09";
    var replay = hub.as("auditor").get(september + "/replay").json();
    assertThat(replay.get("identical").asBoolean()).as(replay.toPrettyString()).isTrue();
    assertThat(replay.get("journals").asInt()).isGreaterThanOrEqualTo(3);
    var closed = hub.as("finance").post(september + "/close", "");
    assertThat(closed.status()).as(closed.body()).isEqualTo(200);
    theErpGetsWhatItDoesNotBookByItself(hub, deal);
    Holds.everyProof(hub);
  }

  /** The setting says that this entity's journals are posted. */
  private static void theErpGetsWhatItDoesNotBookByItself(HubFixture hub, Deal deal) {
    var documents = "select count(distinct journal_id) from posting where period = '2026-09' and rule in ('J2', 'J5') and thread_id = '" + deal.thread() + "'";
    assertThat(hub.number(documents)).isEqualTo(3);
    var handedOver = "select count(*) from crosswalk where kind = 'postJournal' and thread_id = '" + deal.thread() + "' and ours in (select journal_id from posting where rule in ('J2', 'J5'))";
    await().atMost(Deal.SOON).until(() -> hub.number(handedOver) == 3);
    assertThat(posted(hub, deal)).hasSize(3);
    var debits = java.util.stream.StreamSupport.stream(posted(hub, deal).spliterator(), false).map(journal -> new BigDecimal(journal.get("debits").asText())).toList();
    var nets = hub.texts("select abs(net)::text from document where booked_at is not null and thread_id = '" + deal.thread() + "'").stream().map(BigDecimal::new).toList();
    assertThat(debits).as("net of each document; tax, receivable and cash are the ERP's").usingElementComparator(BigDecimal::compareTo).containsExactlyInAnyOrderElementsOf(nets);
  }

  /** A draft that waited while the contract changed and while a newer bill of the same line was posted is released after both. */
  @ParameterizedTest
  @CsvSource({
    "separate, before it counts, 2026-09-21, 2026-09-30",
    "prospective, since it counts, 2026-10-02, 2026-10-31",
    "cumulative-catch-up, since it counts, 2026-10-02, 2026-10-31"
  })
  void aDraftReleasedAfterAChangeOrderAndANewerBillIsReplayedToTheByte(String treatment, String worked, String day, String through, HubFixture hub) throws Exception {
    var deal = Deal.won(hub, "Released late, " + treatment, terms -> terms.put("contractingEntity", "TL-FR")).awaitOpening("done");
    deal.awaitQuiet();
    deal.approveTime(day, 130, true);
    deal.awaitMinutes(130);
    var early = deal.draft(through);
    assertThat(early).hasSize(1);

    Change.won(hub, deal, treatment).await("done");
    deal.approveTime("2026-10-05", 60, true);
    deal.awaitMinutes(190);
    var late = deal.draft("2026-10-31");
    assertThat(late).hasSize(1);
    deal.release(late.get(0));
    deal.awaitPosted(1);
    deal.release(early.get(0));
    deal.awaitPosted(2);
    deal.awaitQuiet();

    assertThat(hub.texts("select d.net::numeric(9, 2)::text from document d where d.thread_id = '" + deal.thread() + "' order by 1")).as("the draft keeps its price").containsExactly("160.00", "325.00");
    assertThat(hub.number("select count(distinct source_id) from posting where rule = 'J2' and thread_id = '" + deal.thread() + "'")).isEqualTo(2);
    for (var month : hub.texts("select distinct period from posting where thread_id = '" + deal.thread() + "'")) {
      var replay = hub.as("auditor").get("/api/process/v1/entities/TL-FR/months/" + month + "/replay").json();
      assertThat(replay.get("identical").asBoolean()).as(month + ": " + replay.toPrettyString()).isTrue();
    }
    Holds.everyProof(hub);
  }

  @Test
  void onlyAMonthOfThisEntityThatIsOverOrHasPostingsIsClosed(HubFixture hub) {
    american(hub, "Closed in time").awaitQuiet();

    var typed = hub.as("finance").post("/api/process/v1/entities/TL-SU/months/2020-01/close", "");
    var toCome = hub.as("finance").post(MONTHS + "2999-01/close", "");
    var empty = hub.as("finance").post(MONTHS + "2020-01/close", "");

    assertThat(typed.status()).as(typed.body()).isEqualTo(404);
    assertThat(toCome.status()).as(toCome.body()).isEqualTo(409);
    assertThat(toCome.json().get("detail").asText()).contains("not over");
    assertThat(hub.number("select count(*) from closed_month where entity = 'TL-SU' or month = '2999-01'")).isZero();
    assertThat(empty.status()).as(empty.body()).isEqualTo(200);
    assertThat(hub.as("auditor").get("/api/experience/v1/finance/months").json()).anySatisfy(month -> {
      assertThat(month.get("entity").asText() + " " + month.get("month").asText() + " " + month.get("journals").asInt()).isEqualTo("TL-US 2020-01 0");
      assertThat(month.get("closedBy").asText()).isEqualTo("finance");
    });
    for (var read : List.of("/facts", "/replay", "/statements")) assertThat(hub.as("auditor").get("/api/process/v1/entities/TL-SU/months/2026-09" + read).status()).as(read).isEqualTo(404);
  }

  private static JsonNode posted(HubFixture hub, Deal deal) {
    return hub.sandbox().get("control/observe/journals-of-thread?threadId=" + deal.thread()).json();
  }

  /** Another rate, another currency of the books, another policy: each in money. */
  private static void other(HubFixture hub, Deal deal, JsonNode closed) {
    var facts = (ObjectNode) hub.as("finance").get(MONTHS + "2026-09/facts").json();
    assertThat(differences(hub, facts)).isEmpty();

    var dearer = facts.deepCopy();
    for (var line : contract(dearer, deal).get("lines")) if (line.has("rates")) ((ObjectNode) line.at("/rates/0")).put("price", "152.00");
    assertThat(differences(hub, dearer)).anySatisfy(row -> {
      assertThat(row.get("account").asText()).isEqualTo("AR");
      assertThat(row.get("was").asText()).isEqualTo("375.00");
      assertThat(row.get("difference").asText()).isEqualTo("5.00");
    });

    var euros = facts.deepCopy();
    euros.putArray("entities").addObject().put("entityId", "TL-US").put("currency", "EUR");
    euros.putArray("fxRates").addObject().put("from", "USD").put("to", "EUR").put("on", "2026-09-01").put("rate", "0.9");
    assertThat(differences(hub, euros)).anySatisfy(row -> {
      assertThat(row.path("baseCurrency").asText()).isEqualTo("EUR");
      assertThat(row.path("baseBecomes").asText()).isEqualTo("337.50");
    });

    var earned = facts.deepCopy();
    contract(earned, deal).put("revenue", "as-earned");
    ((ArrayNode) earned.get("bills")).removeAll();
    assertThat(differences(hub, earned)).anySatisfy(row -> {
      assertThat(row.get("account").asText()).isEqualTo("CA");
      assertThat(row.get("becomes").asText()).isEqualTo("375.00");
    });
    assertThat(closed.get("journals").asInt()).isEqualTo(1);
  }

  /** Of the sealed month, said in a line. */
  private static void otherwise(HubFixture hub, Deal deal) {
    var line = hub.texts("select distinct line_id from time_entry where thread_id = '" + deal.thread() + "'").get(0);
    var dearer = whatIf(hub, "?seal=1", "{\"changes\":[{\"kind\":\"price\",\"lineId\":\"" + line + "\",\"to\":\"152.00\"},{\"kind\":\"cap\",\"contractId\":\"nobody\",\"lineId\":\"L\"}]}");
    assertThat(dearer.get("unmatched")).hasSize(1).first().satisfies(no -> assertThat(no.asInt()).isEqualTo(1));
    assertThat(dearer.get("contracts")).singleElement().satisfies(one -> {
      assertThat(one.get("threadId").asText() + " " + one.get("client").asText()).isEqualTo(deal.thread() + " " + deal.client());
      assertThat(one.at("/differences/billed").asText()).isEqualTo("5.00");
    });
    assertThat(dearer.get("documents")).as("one engagement after the other").isEmpty();
    assertThat(dearer.get("proved").asBoolean()).isTrue();

    var euros = whatIf(hub, "?threadId=" + deal.thread(), "{\"changes\":[{\"kind\":\"price\",\"percent\":\"10\"},{\"kind\":\"exchange\",\"currency\":\"USD\",\"books\":\"EUR\",\"was\":\"0.9\",\"to\":\"1.0\"}]}");
    assertThat(euros.get("documents")).singleElement().satisfies(one -> assertThat(one.get("was").asText() + " " + one.get("becomes").asText()).isEqualTo("375.00 412.50"));
    assertThat(euros.get("postings")).anySatisfy(row -> assertThat(row.get("account").asText() + " " + row.get("difference").asText() + " " + row.get("baseDifference").asText()).isEqualTo("AR 37.50 75.00"));

    assertThat(hub.as("finance").post(MONTHS + "2026-09/what-if", "{\"changes\":[{\"kind\":\"price\"}]}").json().at("/errors/0/pointer").asText()).isEqualTo("/changes/0");
    assertThat(hub.as("finance").post(MONTHS + "2026-09/what-if?threadId=nobody", "{\"changes\":[{\"kind\":\"bill\"}]}").status()).isEqualTo(404);
    assertThat(hub.as("delivery").post(MONTHS + "2026-09/what-if", "{\"changes\":[{\"kind\":\"bill\"}]}").status()).isEqualTo(403);
  }

  private static JsonNode whatIf(HubFixture hub, String query, String asked) {
    var answer = hub.as("auditor").post(MONTHS + "2026-09/what-if" + query, asked);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static ObjectNode contract(JsonNode facts, Deal deal) {
    for (var contract : facts.get("contracts")) if (contract.get("contractId").asText().equals(deal.thread())) return (ObjectNode) contract;
    throw new AssertionError("no contract of " + deal.thread() + " in " + facts);
  }

  private static void isSealedEngagementByEngagement(HubFixture hub, Deal deal) {
    assertThat(hub.texts("select thread_id from closed_month_part where entity = 'TL-US' and month = '2026-09'")).contains("cash", deal.thread());
    var facts = MONTHS + "2026-09/facts";
    var whole = hub.as("finance").get(facts).json();
    var one = hub.as("finance").get(facts + "?threadId=" + deal.thread()).json();
    assertThat(one.get("contracts")).containsExactly(contract(whole, deal));
    assertThat(one.get("bills")).hasSize(1);
    assertThat(hub.as("finance").get(facts + "?threadId=T-nobody").status()).isEqualTo(404);

    var sealed = "select sha256 from closed_month_part where entity = 'TL-US' and month = '2026-09' and thread_id = '" + deal.thread() + "'";
    var was = hub.text(sealed);
    hub.tamper("closed_month_part", "insert into month_facts values ('nonsense', '{\"contracts\": [{}]}') on conflict do nothing; update closed_month_part set sha256 = 'nonsense' where sha256 = '" + was + "' and month = '2026-09'");
    var refused = hub.as("finance").get("/api/experience/v1/finance/months/TL-US/2026-09").json();
    assertThat(refused.get("refused")).isNotEmpty().allSatisfy(why -> assertThat(why.asText()).startsWith(deal.thread() + " /contracts/0"));
    assertThat(replay(hub, "2026-09").get("identical").asBoolean()).isFalse();
    assertThat(hub.as("finance").get(MONTHS + "2026-09/statements").status()).isEqualTo(409);
    hub.tamper("closed_month_part", "update closed_month_part set sha256 = '" + was + "' where sha256 = 'nonsense'");
    assertThat(hub.as("finance").get("/api/experience/v1/finance/months/TL-US/2026-09").json().get("refused")).isEmpty();

    var before = replay(hub, "2026-09");
    assertThat(before.get("factsSha256")).isEqualTo(before.at("/closed/factsSha256"));
    hub.tamper("closed_month", "update closed_month set facts = '" + whole.toString().replace("'", "''") + "' where entity = 'TL-US' and month = '2026-09'");
    assertThat(replay(hub, "2026-09").get("identical").asBoolean()).as("sealed in one piece, as months once were").isTrue();
    assertThat(hub.as("finance").get(facts).json()).isEqualTo(whole);
    hub.tamper("closed_month", "update closed_month set facts = null where entity = 'TL-US' and month = '2026-09'");
  }

  private static void lateWorkGoesToTheNextOpenMonth(HubFixture hub) {
    var late = american(hub, "After closing");
    late.approveTime("2026-09-17", 60, true);
    late.awaitMinutes(60);
    late.bill("2026-09-30");
    late.awaitPosted(1);
    late.awaitQuiet();

    assertThat(hub.text("select distinct period from posting where thread_id = '" + late.thread() + "'")).isEqualTo("2026-10");
    assertThat(replay(hub, "2026-09").get("identical").asBoolean()).isTrue();
    assertThat(replay(hub, "2026-10").get("identical").asBoolean()).isTrue();
  }

  private static void tamperedLedgerIsSeen(HubFixture hub, Deal deal) {
    hub.tamper("posting", "update posting set debit = debit + 1 where account = 'AR' and period = '2026-09' and debit > 0 and thread_id = '" + deal.thread() + "'; update posting set base = base + 1 where account = 'AR' and period = '2026-09' and thread_id = '" + deal.thread() + "'; update posting set credit = credit + 1, base = base - 1 where account = 'REV' and period = '2026-09' and thread_id = '" + deal.thread() + "'");

    var replay = replay(hub, "2026-09");
    assertThat(replay.get("identical").asBoolean()).isFalse();
    assertThat(replay.get("missing")).hasSize(1);
    assertThat(replay.get("surplus")).hasSize(1);
    assertThat(replay.get("differences")).anySatisfy(row -> assertThat(row.get("difference").asText()).isEqualTo("-1.00"));

    hub.tamper("posting", "update posting set debit = debit - 1, base = base - 1 where account = 'AR' and period = '2026-09' and thread_id = '" + deal.thread() + "'; update posting set credit = credit - 1, base = base + 1 where account = 'REV' and period = '2026-09' and thread_id = '" + deal.thread() + "'");
    assertThat(replay(hub, "2026-09").get("identical").asBoolean()).isTrue();

    var october = " from posting where period = '2026-10' and account = 'REV' and thread_id = '" + deal.thread() + "' order by 1 limit 1";
    hub.tamper("posting", "update posting set original_on = original_on + 1 where journal_id = (select journal_id" + october + ")");
    var refused = hub.as("finance").post(MONTHS + "2026-10/close", "");
    assertThat(refused.status() + " " + refused.json().get("detail").asText()).isEqualTo("409 the month's facts do not give its journals again; the replay says where");
    assertThat(hub.number("select count(*) from closed_month_part where month = '2026-10' and entity = 'TL-US'")).as("nothing of it is sealed").isZero();
    hub.tamper("posting", "update posting set original_on = original_on - 1 where journal_id = (select journal_id" + october + ")");
    assertThat(replay(hub, "2026-10").get("identical").asBoolean()).isTrue();
  }

  private static Deal american(HubFixture hub, String name) {
    return Deal.won(hub, name, terms -> {
      terms.put("contractingEntity", "TL-US").put("currency", "USD");
      Deal.client(terms).put("currency", "USD");
    }).awaitOpening("done");
  }

  private static JsonNode replay(HubFixture hub, String month) {
    var answer = hub.as("auditor").get(MONTHS + month + "/replay");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static Iterable<JsonNode> differences(HubFixture hub, JsonNode facts) {
    var answer = hub.as("finance").post(MONTHS + "2026-09/differences", facts.toString());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("differences");
  }
}
