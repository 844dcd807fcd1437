package io.throughline.books;

import io.throughline.finance.Journals;
import io.throughline.finance.whatif.WhatIf;
import io.throughline.finance.whatif.WhatIf.Outcome;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Months of a legal entity's subledger. A closed one is sealed with the facts its journals follow from and the hashes of both; a replay
 * gives the facts to the rules again and compares.
 */
@ApplicationScoped
@Transactional
public class Months {

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Ledger ledger;
  @Inject StoredFacts facts;
  @Inject LateDrafts late;
  @Inject Audit audit;

  /** A month that was closed. */
  public record Closed(String entity, String month, String stream, String rules, String factsSha256, int journals, String journalsSha256, String closedBy, Instant closedAt) {}

  /**
   * What a replay found. It is identical when the journals are the same to the byte; otherwise {@code missing} are stored and not made
   * again, {@code surplus} are made and not stored, and {@code differences} say it in money.
   *
   * @param closed what was sealed; absent while the month is open
   * @param rules the rules that replayed it
   * @param refused what the rules refuse of the facts, with pointers into those of an engagement; then nothing of it is made again
   */
  public record Replay(
      String entity, String month, Closed closed, String rules, String factsSha256, String storedSha256, String replayedSha256, int journals, boolean identical, List<Object> missing, List<Object> surplus,
      List<Map<String, Object>> differences, List<String> refused) {}

  /** A month in which something was posted, or the one that it is now; {@code closedAt} is absent while it is open. */
  public record Month(String entity, String month, long journals, Instant closedAt, String closedBy) {}

  /**
   * What an engagement earned in a month by the rules, whatever was billed by then; amounts in {@code currency}, net.
   *
   * <p>{@code opening} + {@code earned} - {@code invoiced} + {@code setAside} = {@code contractAsset} - {@code contractLiability}.
   *
   * @param opening the asset less the liability at the end of the month before
   * @param invoiced net of credits
   * @param setAside what a refund liability took
   * @param contractAsset earned and not billed
   * @param contractLiability billed and not earned
   */
  public record Revenue(
      String threadId, String engagement, String client, String currency, String opening, String earned, String invoiced, String setAside, String contractAsset, String contractLiability, String recognised, String billed) {}

  /** @param refused engagements that are left out, and what the rules refuse of their facts */
  public record Earned(List<Revenue> revenue, List<String> refused) {}

  /** Why a month is not closed. */
  public enum Refusal {
    CLOSED_ALREADY,
    DOCUMENTS_UNDER_WAY,
    REPLAY_DIFFERS
  }

  /** The newest first. */
  public List<Month> all() {
    return sql.list(
        row -> new Month(row.text("entity"), row.text("period"), row.number("journals"), row.instant("closed_at"), row.text("closed_by")),
        "select p.*, c.closed_at, c.closed_by from (select entity, period, count(distinct journal_id) as journals from (select entity, period, journal_id from posting where entity is not null union all select distinct contracting_entity, ?, cast(null as text) from engagement where state = 'active') booked group by 1, 2) p"
            + " left join closed_month c on c.entity = p.entity and c.month = p.period and c.stream = 'ledger' order by p.period desc, p.entity",
        YearMonth.now(clock.withZone(ZoneOffset.UTC)).toString());
  }

  /**
   * What each contract of an entity earned in a month, and what it is carried at then: the month's facts, with revenue as it is earned and not as it is
   * billed. Of a month that is not over: if nothing more came.
   */
  public Earned revenue(String entity, YearMonth month) {
    var balances = new ArrayList<Map<?, ?>>();
    var refused = new ArrayList<String>();
    known(entity, month).parts().forEach(part -> WhatIf.of(AsEarned.of(part.bundle())).fold(answered -> balances.addAll(ofPeriod(answered, "contractBalances", month)), why -> refused.addAll(part.named(why))));
    return new Earned(named(balances), refused);
  }

  /** What each payer owed the entity at the end of a month, as a what-if says it. Empty where the rules refuse facts. */
  public Optional<List<Map<String, Object>>> statements(String entity, YearMonth month) {
    return answers(entity, month, "statements").map(PayerStatements::together);
  }

  /** The journals of a month's facts, as a what-if answers them. Empty where the rules refuse facts. */
  public Optional<Outcome.Answered> books(String entity, YearMonth month) {
    return answers(entity, month, "journals").map(journals -> new Outcome.Answered(Map.of("journals", journals)));
  }

  private Optional<List<Map<?, ?>>> answers(String entity, YearMonth month, String list) {
    var rows = new ArrayList<Map<?, ?>>();
    boolean whole = known(entity, month).parts().allMatch(part -> part.answer().fold(answered -> rows.addAll(rows(answered, list)) || true, why -> false));
    return whole ? Optional.of(rows) : Optional.empty();
  }

  private List<Revenue> named(List<Map<?, ?>> balances) {
    record Name(String engagement, String client) {}
    var names = new HashMap<String, Name>();
    sql.list(
            row -> names.put(row.text("thread_id"), new Name(row.text("name"), row.text("client"))),
            "select thread_id, name, client from engagement where thread_id = any (?)", (Object) balances.stream().map(each -> (String) each.get("contractId")).toArray(String[]::new));
    return balances.stream()
        .map(each -> {
          var name = names.get(each.get("contractId"));
          return new Revenue(
              text(each, "contractId"), name.engagement(), name.client(), text(each, "currency"), text(each, "opening"), text(each, "earned"), text(each, "invoiced"), text(each, "setAside"), text(each, "contractAsset"),
              text(each, "contractLiability"), text(each, "recognised"), text(each, "billed"));
        })
        .sorted(Comparator.comparing(Revenue::currency).thenComparing(Revenue::client).thenComparing(Revenue::engagement).thenComparing(Revenue::threadId))
        .toList();
  }

  private static String text(Map<?, ?> row, String field) {
    return (String) row.get(field);
  }

  /** The sealed facts of a closed month, of an open one those of now, as one bundle; empty where that is longer than so many characters. */
  public Optional<Map<String, Object>> facts(String entity, YearMonth month, long most) {
    return known(entity, month).together(most);
  }

  /** Those of one engagement; empty where the month has none of it. */
  public Optional<Map<String, Object>> facts(String entity, YearMonth month, String threadId) {
    return known(entity, month).of(threadId);
  }

  private MonthFacts known(String entity, YearMonth month) {
    return closed(entity, month).isPresent() ? sealed(entity, month) : facts.of(entity, month);
  }

  public Optional<Closed> closed(String entity, YearMonth month) {
    return sql.one(
        row ->
            new Closed(
                row.text("entity"), row.text("month"), row.text("stream"), row.text("rules"), row.text("facts_sha256"), (int) row.number("journals"), row.text("journals_sha256"), row.text("closed_by"), row.instant("closed_at")),
        "select * from closed_month where entity = ? and month = ? and stream = 'ledger'",
        entity, month.toString());
  }

  /** Seals a month whose facts give its journals; empty if it is closed now. What comes later is posted in the next open month. Where it is refused, the caller rolls back. */
  public Optional<Refusal> close(String entity, YearMonth month, String actor) {
    ledger.still(entity);
    if (closed(entity, month).isPresent()) return Optional.of(Refusal.CLOSED_ALREADY);
    if (underWay(entity, month) > 0) return Optional.of(Refusal.DOCUMENTS_UNDER_WAY);
    var replay = replay(entity, month, Optional.empty(), facts.of(entity, month), (part, text) -> seal(entity, month, part, text));
    if (!replay.identical()) return Optional.of(Refusal.REPLAY_DIFFERS);
    sql.run(
        "insert into closed_month (entity, month, stream, rules, facts_sha256, journals, journals_sha256, closed_by, closed_at) values (?, ?, 'ledger', ?, ?, ?, ?, ?, ?)",
        entity, month.toString(), WhatIf.RULES, replay.factsSha256(), replay.journals(), replay.storedSha256(), actor, clock.instant());
    late.tell(entity);
    audit.note(actor, "close-month", "month:" + entity + "/" + month, Map.of("journals", replay.storedSha256(), "facts", replay.factsSha256()));
    return Optional.empty();
  }

  /** Facts of an engagement that nothing came to are those of the month before. */
  private void seal(String entity, YearMonth month, MonthFacts.Part part, String text) {
    var sha256 = Sha256.of(text);
    sql.run("insert into month_facts (sha256, facts) values (?, ?) on conflict do nothing", sha256, text);
    sql.run("insert into closed_month_part (entity, month, thread_id, sha256) values (?, ?, ?, ?)", entity, month.toString(), part.thread(), sha256);
  }

  /** Gives the month's facts to the rules of today and compares with what is stored. */
  public Replay replay(String entity, YearMonth month) {
    return replay(entity, month, closed(entity, month), known(entity, month), (part, text) -> {});
  }

  private Replay replay(String entity, YearMonth month, Optional<Closed> closed, MonthFacts facts, BiConsumer<MonthFacts.Part, String> read) {
    var stored = WhatIf.journals(ledger.of(entity, month));
    var replayed = new ArrayList<Map<?, ?>>();
    var refused = new ArrayList<String>();
    var hashes = new TreeMap<String, String>();
    facts.parts().forEach(part -> {
      var text = Json.write(part.facts());
      hashes.put(part.thread(), Sha256.of(text));
      read.accept(part, text);
      part.answer().fold(
          answered -> replayed.addAll(ofMonth(answered, entity, month)),
          why -> refused.addAll(part.named(why)));
    });
    replayed.sort(WhatIf.ORDER);
    var rules = closed.map(Closed::rules).orElse(WhatIf.RULES);
    var sha256 = sha256(rules, stored);
    var again = sha256(rules, replayed);
    return new Replay(
        entity, month.toString(), closed.orElse(null), WhatIf.RULES, MonthFacts.sha256(hashes), sha256, again, stored.size(), sha256.equals(again) && closed.map(seal -> seal.journalsSha256().equals(sha256)).orElse(true),
        without(stored, replayed), without(replayed, stored), WhatIf.difference(new Outcome.Answered(Map.of("journals", stored)), new Outcome.Answered(Map.of("journals", replayed))), refused);
  }

  private static List<Map<?, ?>> ofMonth(Outcome.Answered answered, String entity, YearMonth month) {
    return ofPeriod(answered, "journals", month).stream().filter(journal -> entity.equals(journal.get("entity"))).toList();
  }

  private static List<Map<?, ?>> ofPeriod(Outcome.Answered answered, String list, YearMonth month) {
    return rows(answered, list).stream().filter(each -> month.toString().equals(each.get("period"))).toList();
  }

  private static List<Map<?, ?>> rows(Outcome.Answered answered, String list) {
    return ((List<?>) answered.tree().get(list)).stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private static List<Object> without(List<?> some, List<?> others) {
    var known = new HashSet<Object>(others);
    return some.stream().filter(each -> !known.contains(each)).<Object>map(each -> each).toList();
  }

  /** By the rules it was sealed with, so that newer rules that give the same journals give the same hash. */
  private static String sha256(String rules, List<?> journals) {
    return Sha256.of(rules, Json.write(journals));
  }

  private MonthFacts sealed(String entity, YearMonth month) {
    var whole = sql.list(row -> row.text("facts"), "select facts from closed_month where entity = ? and month = ? and stream = 'ledger' and facts is not null", entity, month.toString());
    if (!whole.isEmpty()) return MonthFacts.whole(Json.read(whole.get(0)));
    var threads = sql.list(row -> row.text("thread_id"), "select thread_id from closed_month_part where entity = ? and month = ? and thread_id <> ? order by 1", entity, month.toString(), Journals.NO_THREAD);
    return new MonthFacts(sealed(entity, month, Journals.NO_THREAD), threads, thread -> sealed(entity, month, thread));
  }

  private Map<String, Object> sealed(String entity, YearMonth month, String thread) {
    return Json.read(sql.one(row -> row.text("facts"), "select facts from closed_month_part join month_facts using (sha256) where entity = ? and month = ? and thread_id = ?", entity, month.toString(), thread).orElseThrow());
  }

  private long underWay(String entity, YearMonth month) {
    return sql.one(
            row -> row.number("n"),
            "select count(*) as n from document d join engagement e using (thread_id) where e.contracting_entity = ? and (d.state = 'released' or d.state = 'posted' and d.booked_at is null) and d.invoiced_on <= ?",
            entity, month.atEndOfMonth())
        .orElseThrow();
  }
}
