package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What finance sees before it closes a month. Each test closes the months of an entity that is its own in this hub. */
class MonthEndIT {

  private static HubFixture hub;

  @BeforeAll
  static void start() {
    hub = HubFixture.start("month-end", Map.of("THROUGHLINE_CALL_SETTLE", "PT6S", "THROUGHLINE_LEDGER_POSTED", "{\"TL-GB\": \"2026-09\"}"));
  }

  @AfterAll
  static void stop() {
    if (hub != null) hub.close();
  }

  @Test
  void whatStandsInTheWayOfACloseIsNamed() throws Exception {
    var deal = Deal.won(hub, "Not ready").awaitOpening("done");
    deal.awaitQuiet();
    deal.approveTime("2026-09-15", 60, true);
    deal.awaitMinutes(60);
    pause("pause");
    try {
      var released = deal.bill("2026-09-30").get(0);
      deal.approveTime("2026-09-16", 90, true);
      deal.awaitMinutes(150);
      var draft = deal.draft("2026-09-30").get(0);
      deal.approveTime("2026-09-17", 30, true);
      deal.approveTime("2026-10-01", 600, true);
      deal.awaitMinutes(780);
      deal.tellTime("E-unsold-" + deal.thread(), "9999-1", "nobody-sold-it", "2026-09-18", 45);
      await("it is held").atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where state = 'held' and thread_id = '" + deal.thread() + "'") == 1);
      unknownProject();
      UnappliedCashIT.posted(hub, "payment", "{\"paymentId\":\"P-early\",\"version\":\"9999-1\",\"receivedOn\":\"2026-09-20\",\"amount\":\"100.00\",\"currency\":\"EUR\",\"unapplied\":{\"amount\":\"100.00\",\"payerId\":\"" + UnappliedCashIT.customer(hub, deal) + "\",\"entity\":\"TL-DE\"}}");
      await("it is in the books").atMost(Deal.SOON).until(() -> hub.number("select count(*) from posting where rule = 'J9' and period = '2026-09'") > 0);

      var september = checklist("TL-DE", "2026-09");
      assertThat(told(september, "under-way")).isEqualTo("blocks 1 EUR 150.00: " + released);
      assertThat(told(september, "drafts")).isEqualTo("1 EUR 225.00: " + draft);
      assertThat(told(september, "unbilled")).as("through its last day").isEqualTo("1 EUR 30 min 75.00: " + deal.thread());
      assertThat(told(september, "held")).isEqualTo("2 65 min: " + deal.thread() + " nobody");
      assertThat(told(september, "unapplied")).isEqualTo("1 EUR 100.00: netsuite:P-early");
      assertThat(point(september, "exceptions").at("/sums").findValuesAsText("engagement")).contains("Advice for Not ready");
      for (var none : new String[] {"not-over", "replay-differs", "earlier-open", "refused"}) assertThat(told(september, none)).as(none).isEmpty();
      listsHoldWhatIsCounted("TL-DE", "2026-09", "2026-09-30");
      listsHoldWhatIsCounted("TL-DE", "2026-08", "2026-08-31");
      lists("TL-GB", "2026-09-30").forEach((code, list) -> assertThat(hub.as("finance").get(list).body()).as("%s of another entity", code).doesNotContain(deal.thread(), "P-early"));
      assertThat(told(checklist("TL-DE", "2026-10"), "earlier-open")).isEqualTo("blocks 1: TL-DE:2026-09");
      assertThat(told(checklist("TL-DE", "2026-10"), "unbilled")).isEqualTo("1 EUR 630 min 1575.00: " + deal.thread());
      assertThat(told(checklist("TL-DE", "2999-01"), "not-over")).isEqualTo("blocks 1: TL-DE:2999-01");
      assertThat(told(checklist("TL-DE", "2026-08"), "unapplied")).as("it came later").isEmpty();
      var refused = close("finance", "TL-DE", "2026-09");
      assertThat(refused.status() + " " + refused.json().get("detail").asText()).isEqualTo("409 released documents of the month are not posted yet; its checklist names them");
    } finally {
      pause("resume");
    }
    deal.awaitPosted(1);
    await("it is booked").atMost(Deal.SOON).until(() -> told(checklist("TL-DE", "2026-09"), "under-way").isEmpty());

    hub.tamper("posting", "update posting set original_on = original_on + 1 where rule = 'J2' and thread_id = '" + deal.thread() + "'");
    assertThat(told(checklist("TL-DE", "2026-09"), "replay-differs")).isEqualTo("blocks 1: " + deal.thread());
    hub.tamper("posting", "update posting set original_on = original_on - 1 where rule = 'J2' and thread_id = '" + deal.thread() + "'");
    assertThat(told(checklist("TL-DE", "2026-09"), "replay-differs")).isEmpty();
    assertThat(hub.as("delivery").get("/api/experience/v1/finance/months/TL-DE/2026-09/checklist").status()).isEqualTo(403);
    assertThat(hub.as("finance").get("/api/experience/v1/finance/months/TL-DD/2026-09/checklist").status()).isEqualTo(404);
    Holds.everyProof(hub);
  }

  private static Map<String, String> lists(String entity, String through) {
    var scope = "entity=" + entity + "&through=" + through + "&limit=200";
    var experience = "/api/experience/v1/";
    return Map.of("under-way", experience + "finance/invoices?state=under-way&" + scope, "drafts", experience + "finance/invoices?state=draft&" + scope, "unbilled", experience + "finance/unbilled?" + scope,
        "held", experience + "finance/held?" + scope, "unapplied", experience + "finance/unapplied-cash?" + scope, "exceptions", experience + "operations/exceptions?limit=200&entity=" + entity);
  }

  /** Each point leads to a list; engagements of unbilled work have a row an age. */
  private static void listsHoldWhatIsCounted(String entity, String month, String through) {
    var checklist = checklist(entity, month);
    lists(entity, through).forEach((code, list) -> {
      var rows = hub.as("finance").get(list).json().get("items");
      var amounts = new TreeMap<String, BigDecimal>();
      var counts = new TreeMap<String, Set<String>>();
      rows.forEach(row -> {
        var amount = Stream.of("net", "unapplied", "amountAtRisk", "amount").filter(row::has).findFirst().map(field -> new BigDecimal(row.get(field).asText())).orElse(BigDecimal.ZERO);
        var currency = amount.signum() == 0 ? "none" : row.get("currency").asText();
        amounts.merge(currency, amount, BigDecimal::add);
        counts.computeIfAbsent(currency, none -> new HashSet<>()).add(Stream.of("id", "paymentId", "threadId").filter(row::has).findFirst().map(field -> row.get(field).asText()).orElse("nobody"));
      });
      var sums = point(checklist, code).get("sums");
      assertThat(sums).as("%s: %s", list, rows).hasSize(counts.size());
      sums.forEach(sum -> {
        var currency = sum.has("currency") ? sum.get("currency").asText() : "none";
        assertThat(counts.get(currency)).as("%s in %s: %s", code, currency, rows).hasSize(sum.get("count").asInt());
        assertThat(amounts.get(currency)).as("%s in %s", code, currency).isEqualByComparingTo(sum.path("amount").asText("0"));
      });
    });
  }

  /** Posted, closed, corrected in the next month, opened again, posted in, closed again: the ledger is proved at each step, and so is what was sealed first. */
  @Test
  void aMonthIsOpenedAgainAndWhatWasSealedIsKept() {
    var deal = british("Opened again");
    var entry = deal.approveTime("2026-09-15", 100, true).get("entryId").asText();
    deal.awaitMinutes(100);
    deal.bill("2026-09-30");
    deal.awaitPosted(1);
    deal.awaitQuiet();
    assertThat(close("finance", "TL-GB", "2026-09").status()).isEqualTo(200);
    var first = facts("TL-GB", "2026-09", "");
    Deal.pay(hub, hub.text("select erp_id from document where net = 250 and thread_id = '" + deal.thread() + "'"), "60.00", "2026-09-25");
    awaitCash(deal, 1);
    correct(deal, entry, 40);
    assertThat(posted(deal)).as("because the month is closed").containsExactly("J2 2026-09 1", "J2 2026-10 1", "J5 2026-10 1", "J8 2026-10 1");
    var october = hub.text("select string_agg(journal_id || debit || credit, ' ' order by journal_id, line_no) from posting where period = '2026-10' and entity = 'TL-GB'");
    everyMonth("TL-GB");
    await("the ERP has its journal").atMost(Deal.SOON).until(() -> handedOver(deal) == 1);

    assertThat(reopen("auditor", "TL-GB", "2026-09", "late work").status()).isEqualTo(403);
    assertThat(reopen("finance", "TL-GB", "2026-09", "").status()).isEqualTo(422);
    assertThat(reopen("finance", "TL-GB", "2026-08", "late work").status()).as("never closed").isEqualTo(409);
    var reopened = reopen("finance", "TL-GB", "2026-09", "late work");
    assertThat(reopened.status()).as(reopened.body()).isEqualTo(200);
    assertThat(hub.text("select actor || ' ' || (detail ->> 'reason') from audit where subject = 'month:TL-GB/2026-09' and action = 'reopen-month'")).isEqualTo("finance late work");
    assertThat(hub.as("auditor").get("/api/process/v1/entities/TL-GB/months/2026-09").status()).as("it is open").isEqualTo(404);
    assertThat(hub.as("auditor").get("/api/experience/v1/finance/months").json()).anySatisfy(month -> assertThat(month.get("entity").asText() + month.get("month").asText() + month.path("reopenedBy").asText() + month.has("closedAt")).isEqualTo("TL-GB2026-09financefalse"));
    everyMonth("TL-GB");

    deal.approveTime("2026-09-16", 60, true);
    deal.awaitMinutes(100);
    deal.bill("2026-09-30");
    deal.awaitPosted(4);
    deal.awaitQuiet();
    Deal.pay(hub, hub.text("select erp_id from document where type = 'invoice' and net = 150 and thread_id = '" + deal.thread() + "'"), "30.00", "2026-09-30");
    awaitCash(deal, 2);
    correct(deal, entry, 20);
    deal.awaitQuiet();
    assertThat(posted(deal)).as("a correction stays behind what it corrects").containsExactly("J2 2026-09 2", "J2 2026-10 2", "J5 2026-10 2", "J8 2026-09 1", "J8 2026-10 1");
    assertThat(hub.text("select string_agg(journal_id || debit || credit, ' ' order by journal_id, line_no) from posting where period = '2026-10' and entity = 'TL-GB' and position(journal_id in '" + october + "') > 0")).as("stays where it is").isEqualTo(october);
    everyMonth("TL-GB");
    assertThat(told(checklist("TL-GB", "2026-09"), "under-way")).isEmpty();

    assertThat(close("finance", "TL-GB", "2026-09").json().get("detail").asText()).isEqualTo("who opened the month again does not close it");
    assertThat(close("admin", "TL-GB", "2026-09").json().path("seal").asInt()).isEqualTo(2);
    everyMonth("TL-GB");
    var seals = hub.as("auditor").get("/api/process/v1/entities/TL-GB/months/2026-09/seals").json().get("seals");
    assertThat(seals).hasSize(2);
    assertThat(seals.get(0).get("journals").asInt() + " " + seals.get(0).get("added").asInt() + " " + seals.get(0).get("moved")).isEqualTo(
        "1 2 [{\"account\":\"AR\",\"currency\":\"GBP\",\"amount\":\"150.00\"},{\"account\":\"CASH\",\"currency\":\"GBP\",\"amount\":\"30.00\"},{\"account\":\"REV\",\"currency\":\"GBP\",\"amount\":\"-150.00\"},{\"account\":\"VAT\",\"currency\":\"GBP\",\"amount\":\"-30.00\"}]");
    assertThat(seals.get(1).get("journals").asInt() + " " + seals.get(1).get("added").asInt() + seals.get(1).has("reopenedAt")).isEqualTo("3 0false");
    assertThat(facts("TL-GB", "2026-09", "?seal=1")).isEqualTo(first);
    assertThat(facts("TL-GB", "2026-09", "")).isNotEqualTo(first);
    var was = hub.as("auditor").get("/api/process/v1/entities/TL-GB/months/2026-09/replay?seal=1").json();
    assertThat(was.get("identical").asBoolean() + " " + was.get("journals").asInt()).as(was.toPrettyString()).isEqualTo("true 1");
    assertThat(earned(deal, "?seal=1")).isEqualTo("250.00");
    assertThat(earned(deal, "")).isNotEqualTo("250.00");
    assertThat(hub.as("auditor").get("/api/process/v1/entities/TL-GB/months/2026-09/facts?seal=3").status()).isEqualTo(404);
    assertThat(owed("?seal=1") + ", " + owed("")).isEqualTo("Opened again Opened again 300.00 owed, Opened again Opened again 450.00 owed");
    await("the ERP has what came since, and nothing twice").atMost(Deal.SOON).until(() -> handedOver(deal) == 2);
    Holds.everyProof(hub);
  }

  /** Closing one before those before it would seal it without what they still take. */
  @Test
  void monthsAreClosedOneAfterTheOther() {
    var deal = UnappliedCashIT.billed(hub, "Paid from Paris", "TL-FR");
    var hour = hub.text("select id from document where origin = 'time' and thread_id = '" + deal.thread() + "'");
    var payment = "L-" + deal.thread();
    UnappliedCashIT.posted(hub, "payment", "{\"paymentId\":\"" + payment + "\",\"version\":\"9999-1\",\"receivedOn\":\"2026-11-02\",\"amount\":\"150.00\",\"currency\":\"EUR\",\"unapplied\":{\"amount\":\"150.00\",\"payerId\":\"" + UnappliedCashIT.customer(hub, deal) + "\",\"reference\":\"" + hub.text("select number from document where id = '" + hour + "'") + "\"}}");
    assertThat(UnappliedCashIT.paid(hub, deal, "time")).isEqualTo("paid 150");
    deal.awaitQuiet();
    assertThat(posted(deal)).containsExactly("J2 2026-09 1", "J2 2026-10 1", "J8 2026-11 1");

    var early = close("finance", "TL-FR", "2026-11");
    assertThat(early.status() + " " + early.json().get("detail").asText()).isEqualTo("409 an earlier month is open: months are closed one after the other");
    assertThat(told(checklist("TL-FR", "2026-11"), "earlier-open")).isEqualTo("blocks 2: TL-FR:2026-10 TL-FR:2026-09");
    for (var month : List.of("2026-09", "2026-10", "2026-11")) assertThat(close("finance", "TL-FR", month).status()).as(month).isEqualTo(200);
    var reopened = reopen("finance", "TL-FR", "2026-10", "the one before the last");
    assertThat(reopened.status() + " " + reopened.json().get("detail").asText()).isEqualTo("409 a later month is closed: open that one first");

    assertThat(UnappliedCashIT.takeBack(hub, payment, hour, "another client's").status()).isEqualTo(200);
    var before = Deal.won(hub, "Before the first month", terms -> terms.put("contractingEntity", "TL-FR").put("startOn", "2026-08-03")).awaitOpening("done");
    before.approveTime("2026-08-10", 60, true);
    before.awaitMinutes(60);
    before.bill("2026-08-31");
    before.awaitPosted(1);
    before.awaitQuiet();

    deal.awaitQuiet();
    assertThat(UnappliedCashIT.paid(hub, deal, "time")).isEqualTo("posted 0");
    assertThat(hub.texts("select distinct period from posting where source_id like '" + payment + ":%' order by 1")).containsExactly("2026-11", "2026-12");
    assertThat(hub.text("select trim_scale(sum(credit - debit))::text from posting where account = 'UNAP' and period = '2026-12' and source_id like '" + payment + ":%'")).isEqualTo("150");
    assertThat(posted(before)).as("the month of its day was never closed, but it is behind closed ones").containsExactly("J2 2026-12 1");
    everyMonth("TL-FR");
  }

  /** A draft on older terms, made before a bill on newer ones that is posted behind its day. */
  private record Late(Deal deal, String draft) {

    static Late of(String name) throws Exception {
      var deal = american(name, terms -> terms.put("endOn", "2027-12-31"));
      deal.awaitQuiet();
      deal.approveTime("2027-05-03", 130, true);
      deal.awaitMinutes(130);
      var draft = deal.draft("2027-05-31").get(0);
      Change.won(hub, deal, "Change of " + deal.id, terms -> {
        terms.put("treatment", "prospective").put("contractingEntity", "TL-US").put("currency", "USD");
        Deal.client(terms).put("currency", "USD");
      }).await("done");
      deal.approveTime("2027-05-04", 60, true);
      deal.awaitMinutes(190);
      deal.bill("2027-05-31");
      deal.awaitPosted(1);
      assertThat(hub.text("select posted_on::text from posting where rule = 'J2' and thread_id = '" + deal.thread() + "'")).as("behind the draft's day").isEqualTo("2027-06-01");
      return new Late(deal, draft);
    }

    String item() {
      return "from exception_item where code = 'NEWER_TERMS_BOOKED' and state = 'open' and owner = 'finance' and trim_scale(amount) = 325 and thread_id = '" + deal.thread() + "'";
    }

    void isRefused() {
      var refused = hub.as("finance").post("/api/experience/v1/finance/invoices/" + draft + "/release", "{}");
      assertThat(refused.status()).as(refused.body()).isEqualTo(409);
      assertThat(refused.json().get("code").asText()).isEqualTo("NEWER_TERMS_BOOKED");
      assertThat(hub.text("select reason " + item())).contains("undo this draft");
    }

    List<String> nets() {
      return hub.texts("select net::numeric(9, 2)::text from document where state <> 'discarded' and thread_id = '" + deal.thread() + "' order by net");
    }
  }

  /** The months of drafts and of the newer bills are closed before the drafts are released: they would come behind the newer terms, in the books of a month that is sealed otherwise. */
  @Test
  void aDraftThatWouldComeBehindABillOnNewerTermsIsNotReleasedUntilItsMonthIsOpenAgain() throws Exception {
    var idle = american("Nothing happens", terms -> {});
    var undone = Late.of("Released too late");
    var kept = Late.of("Released after all");
    for (var month : hub.texts("select distinct period from (select period from posting where entity = 'TL-US' union select to_char(now() at time zone 'UTC', 'YYYY-MM') union values ('2027-05')) m where period <= '2027-06' order by 1")) {
      var closed = close("finance", "TL-US", month);
      assertThat(closed.status()).as(month + closed.body()).isEqualTo(200);
    }
    assertThat(hub.text("select count(*) || ' of ' || count(distinct sha256) from closed_month_part where month in ('2027-05', '2027-06') and thread_id = '" + idle.thread() + "'")).as("facts that nothing came to are kept once").isEqualTo("2 of 1");
    undone.isRefused();
    kept.isRefused();

    var undo = hub.as("finance").post("/api/experience/v1/operations/exceptions/" + hub.text("select id " + undone.item()) + "/undo", "{\"reason\":\"too late\"}");
    assertThat(undo.status()).as(undo.body()).isEqualTo(202);
    await().atMost(Deal.SOON).until(() -> hub.number("select count(*) " + undone.item()) == 0);
    undone.deal().bill("2027-07-31");
    undone.deal().awaitPosted(2);
    undone.deal().awaitQuiet();
    assertThat(undone.nets()).as("on the terms in force").containsExactly("160.00", "346.67");
    everyMonth("TL-US");

    assertThat(reopen("finance", "TL-US", "2027-06", "a draft waits").status()).isEqualTo(200);
    kept.isRefused();
    assertThat(reopen("finance", "TL-US", "2027-05", "a draft waits").status()).isEqualTo(200);
    assertThat(hub.number("select count(*) " + kept.item())).as("it fits before the newer bill").isZero();
    kept.deal().release(kept.draft());
    kept.deal().awaitPosted(2);
    kept.deal().awaitQuiet();
    assertThat(kept.nets()).as("the draft keeps its price").containsExactly("160.00", "325.00");
    assertThat(hub.texts("select posted_on::text from posting where rule = 'J2' and account = 'REV' and thread_id = '" + kept.deal().thread() + "' order by 1")).containsExactly("2027-05-31", "2027-06-01");
    everyMonth("TL-US");
    for (var month : List.of("2027-05", "2027-06")) assertThat(close("admin", "TL-US", month).status()).isEqualTo(200);
    everyMonth("TL-US");
  }

  private static Deal british(String name) {
    return sold(name, "TL-GB", "GBP", terms -> {});
  }

  private static Deal american(String name, Consumer<ObjectNode> changed) {
    return sold(name, "TL-US", "USD", changed);
  }

  private static Deal sold(String name, String entity, String currency, Consumer<ObjectNode> changed) {
    return Deal.won(hub, name, terms -> {
      terms.put("contractingEntity", entity).put("currency", currency);
      Deal.client(terms).put("currency", currency);
      changed.accept(terms);
    }).awaitOpening("done");
  }

  /** The client's hours are corrected: a credit note and another invoice. */
  private static void correct(Deal deal, String entry, int minutes) {
    var before = hub.number("select count(*) from document where thread_id = '" + deal.thread() + "'");
    deal.changeTime(entry, minutes);
    await("it is corrected").atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where current and minutes = " + minutes + " and thread_id = '" + deal.thread() + "'") == 1);
    deal.bill("2026-09-30");
    deal.awaitPosted((int) before + 2);
    deal.awaitQuiet();
  }

  private static void awaitCash(Deal deal, int payments) {
    await("the money is in the books").atMost(Deal.SOON).until(() -> hub.number("select count(distinct journal_id) from posting where rule = 'J8' and thread_id = '" + deal.thread() + "'") == payments);
  }

  /** Rule, month and how many journals. */
  private static List<String> posted(Deal deal) {
    return hub.texts("select rule || ' ' || period || ' ' || count(distinct journal_id) from posting where thread_id = '" + deal.thread() + "' group by rule, period order by 1");
  }

  private static long handedOver(Deal deal) {
    return hub.number("select count(*) from crosswalk where kind = 'postJournal' and thread_id = '" + deal.thread() + "'");
  }

  private static String earned(Deal deal, String seal) {
    for (var one : hub.as("finance").get("/api/experience/v1/finance/months/TL-GB/2026-09" + seal).json().get("revenue")) if (one.get("threadId").asText().equals(deal.thread())) return one.get("earned").asText();
    return "not there";
  }

  private static String owed(String seal) {
    var statement = hub.as("auditor").get("/api/process/v1/entities/TL-GB/months/2026-09/statements" + seal).json().at("/statements/0");
    return statement.path("payer").asText() + " " + statement.at("/accounts/0/client").asText() + " " + statement.path("owed").asText() + " owed";
  }

  private static JsonNode facts(String entity, String month, String seal) {
    return hub.as("auditor").get("/api/process/v1/entities/" + entity + "/months/" + month + "/facts" + seal).json();
  }

  private static void everyMonth(String entity) {
    for (var month : hub.texts("select distinct period from posting where entity = '" + entity + "'")) {
      var replay = hub.as("auditor").get("/api/process/v1/entities/" + entity + "/months/" + month + "/replay").json();
      assertThat(replay.get("identical").asBoolean()).as(month + ": " + replay.toPrettyString()).isTrue();
    }
    Holds.everyProof(hub);
  }

  private static Api.Answer reopen(String who, String entity, String month, String reason) {
    return hub.as(who).post("/api/process/v1/entities/" + entity + "/months/" + month + "/reopen", "{\"reason\":\"" + reason + "\"}");
  }

  private static void unknownProject() {
    var told = hub.as("delivery").post("/api/process/v1/intake/time-entry?source=kantata", "{\"entryId\":\"E-nobody\",\"version\":\"1\",\"projectId\":\"nobody-knows-it\",\"taskId\":\"1\",\"personId\":\"1\",\"workDate\":\"2026-09-18\",\"minutes\":20,\"billable\":true}");
    assertThat(told.status()).as(told.body()).isEqualTo(202);
    await("it is nobody's").atMost(Deal.SOON).until(() -> hub.number("select count(*) from time_entry where state = 'held' and thread_id is null") == 1);
  }

  private static void pause(String what) {
    var said = hub.as("operator").post("/api/experience/v1/operations/systems/netsuite/" + what, "{}");
    assertThat(said.status()).as(said.body()).isLessThan(300);
  }

  private static Api.Answer close(String who, String entity, String month) {
    return hub.as(who).post("/api/process/v1/entities/" + entity + "/months/" + month + "/close", "");
  }

  private static JsonNode checklist(String entity, String month) {
    var answer = hub.as("auditor").get("/api/experience/v1/finance/months/" + entity + "/" + month + "/checklist");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode point(JsonNode checklist, String code) {
    for (var point : checklist.get("points")) if (point.get("code").asText().equals(code)) return point;
    throw new AssertionError("no " + code + " in " + checklist);
  }

  /** A point in words. */
  private static String told(JsonNode checklist, String code) {
    var point = point(checklist, code);
    var said = new StringBuilder(point.get("blocks").asBoolean() ? "blocks" : "");
    for (var sum : point.get("sums")) {
      said.append(' ').append(sum.get("count").asLong());
      if (sum.has("currency")) said.append(' ').append(sum.get("currency").asText());
      if (sum.path("minutes").asLong() > 0) said.append(' ').append(sum.get("minutes").asLong()).append(" min");
      if (sum.has("amount")) said.append(' ').append(sum.get("amount").asText());
      said.append(':');
      for (var item : sum.get("items")) said.append(' ').append(item.path("id").asText("nobody"));
    }
    return said.toString().trim();
  }
}
