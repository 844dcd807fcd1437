package io.throughline.books;

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
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
  @Inject OpenPoints points;
  @Inject Seals seals;
  @Inject LedgerPosting posting;
  @Inject Accruals accruals;
  @Inject Audit audit;

  /** A month that was closed; {@code seal} is 1 for the first time, {@code accrued} says whether what its contracts are carried at was posted with it. */
  public record Closed(String entity, String month, int seal, String stream, String rules, String factsSha256, int journals, String journalsSha256, String closedBy, Instant closedAt, boolean accrued) {}

  /**
   * A seal of a month.
   *
   * @param reopenedAt absent while the month is closed by it
   * @param added journals that were posted in the month since, {@code moved} what they come to
   */
  public record Seal(
      int seal, String rules, String factsSha256, int journals, String journalsSha256, String closedBy, Instant closedAt, String reopenedBy, Instant reopenedAt, String reason, long added, List<Moved> moved) {}

  /** Debits are positive. */
  public record Moved(String account, String currency, String amount) {}

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

  /** {@code closedAt} is absent while it is open, {@code reopenedAt} unless it is open again. */
  public record Month(String entity, String month, long journals, Instant closedAt, String closedBy, Instant reopenedAt, String reopenedBy) {}

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
  public record Earned(List<Revenue> revenue, SortedMap<String, String> refused) {}

  /** Why a month is not closed. */
  public enum Refusal {
    CLOSED_ALREADY,
    STILL_TO_COME,
    EARLIER_OPEN,
    DOCUMENTS_UNDER_WAY,
    REPLAY_DIFFERS,
    /** Who opened it again does not close it. */
    OWN_REOPENING
  }

  /** Why a month stays closed. */
  public enum Kept {
    NOT_CLOSED,
    LATER_CLOSED
  }

  /** From the first in which something was posted for an entity to the one of today, which is there with an active engagement too; all in which something was posted, and all that are closed; the newest first. */
  public List<Month> all() {
    return sql.list(
        row -> new Month(row.text("entity"), row.text("period"), row.number("journals"), row.instant("closed_at"), row.text("closed_by"), row.instant("reopened_at"), row.text("reopened_by")),
        "with posted as (select entity, period, count(distinct journal_id) as journals from posting where entity is not null group by 1, 2),"
            + " begun as (select entity, min(period) as first from posted group by 1 union select contracting_entity, to_char(cast(? as date), 'YYYY-MM') from engagement where state = 'active'),"
            + " month as (select entity, period from posted union select entity, month from closed_month where stream = 'ledger'"
            + " union select entity, to_char(day, 'YYYY-MM') from begun, generate_series(to_date(first, 'YYYY-MM'), cast(? as date), interval '1 month') day)"
            + " select m.*, coalesce(p.journals, 0) as journals, c.closed_at, c.closed_by, case when c.seal is null then r.reopened_at end as reopened_at, case when c.seal is null then r.reopened_by end as reopened_by from month m left join posted p using (entity, period)"
            + " left join sealed_month c on c.entity = m.entity and c.month = m.period and c.stream = 'ledger'"
            + " left join lateral (select * from reopened_month r where r.entity = m.entity and r.month = m.period order by seal desc limit 1) r on true order by m.period desc, m.entity",
        today(), today());
  }

  /** Whether the hub has anything of a legal entity. */
  public boolean knows(String entity) {
    return sql.one(row -> row.is("known"), "select exists (select 1 from engagement where contracting_entity = ?) or exists (select 1 from posting where entity = ?) as known", entity, entity).orElseThrow();
  }

  /** By UTC, as all ages are. */
  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * What each contract of an entity earned in a month, and what it is carried at then: the month's facts, with revenue as it is earned and not as it is
   * billed. Of a month that is not over: if nothing more came.
   *
   * @param seal by the facts of that seal; empty: by those that count now
   */
  public Earned revenue(String entity, YearMonth month, Optional<Closed> seal) {
    var balances = new ArrayList<Map<?, ?>>();
    var refused = new TreeMap<String, String>();
    known(entity, month, seal).parts().forEach(part -> part.earned().fold(
        answered -> balances.addAll(ofPeriod(answered, "contractBalances", month)), why -> refused.put(part.thread(), String.join("; ", part.said(why))) == null));
    return new Earned(named(balances), refused);
  }

  /** Whether what contracts are carried at was posted with the close of a month, by that seal; of an open month, whether it will be. */
  public boolean accrued(String entity, YearMonth month, Optional<Closed> seal) {
    return seal.or(() -> closed(entity, month)).map(Closed::accrued).orElseGet(() -> accruals.due(entity, month, ledger.of(entity, month)));
  }

  /** What each payer owed the entity at the end of a month, as a what-if says it, with the names of those who are clients. Empty where the rules refuse facts. */
  public Optional<List<Map<String, Object>>> statements(String entity, YearMonth month, Optional<Closed> seal) {
    return answers(known(entity, month, seal), "statements").map(rows -> PayerStatements.named(PayerStatements.together(rows), customers -> clients(entity, customers)));
  }

  /** What the customers of an entity's ERP are called here. */
  private Map<String, String> clients(String entity, Collection<String> customers) {
    var names = new HashMap<String, String>();
    sql.list(row -> names.put(row.text("customer_id"), row.text("client")), "select customer_id, min(client) as client from engagement where customer_id = any (?) and erp_system in (select erp_system from engagement where contracting_entity = ?) group by 1", customers.toArray(String[]::new), entity);
    return names;
  }

  /** The journals of a month's facts, as a what-if answers them. Empty where the rules refuse facts. */
  public Optional<Outcome.Answered> books(String entity, YearMonth month) {
    return answers(known(entity, month, Optional.empty()), "journals").map(journals -> new Outcome.Answered(Map.of("journals", journals)));
  }

  private static Optional<List<Map<?, ?>>> answers(MonthFacts facts, String list) {
    var rows = new ArrayList<Map<?, ?>>();
    boolean whole = facts.parts().allMatch(part -> part.answer().fold(answered -> rows.addAll(rows(answered, list)) || true, why -> false));
    return whole ? Optional.of(rows) : Optional.empty();
  }

  record Name(String engagement, String client) {}

  /** What engagements are called. */
  Map<String, Name> names(Collection<String> threads) {
    var names = new HashMap<String, Name>();
    sql.list(row -> names.put(row.text("thread_id"), new Name(row.text("name"), row.text("client"))), "select thread_id, name, client from engagement where thread_id = any (?)", (Object) threads.toArray(String[]::new));
    return names;
  }

  private List<Revenue> named(List<Map<?, ?>> balances) {
    var names = names(balances.stream().map(each -> (String) each.get("contractId")).toList());
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

  /** The facts of a seal; of none, the sealed ones of a closed month, of an open one those of now: as one bundle; empty where that is longer than so many characters. */
  public Optional<Map<String, Object>> facts(String entity, YearMonth month, Optional<Closed> seal, long most) {
    return known(entity, month, seal).together(most);
  }

  /** Those of one engagement; empty where the month has none of it. */
  public Optional<Map<String, Object>> facts(String entity, YearMonth month, Optional<Closed> seal, String threadId) {
    return known(entity, month, seal).of(threadId);
  }

  /** Those of a seal; of none, the sealed ones of a closed month, of an open one those of now. */
  MonthFacts known(String entity, YearMonth month, Optional<Closed> seal) {
    return seal.or(() -> closed(entity, month)).map(seals::facts).orElseGet(() -> facts.of(entity, month));
  }

  public Optional<Closed> closed(String entity, YearMonth month) {
    return seals.now(entity, month);
  }

  /** A seal of a month, be it opened again since. */
  public Optional<Closed> sealed(String entity, YearMonth month, long seal) {
    return seals.of(entity, month, seal);
  }

  /** All seals of a month, the first one first, and what was posted in it since each. */
  public List<Seal> seals(String entity, YearMonth month) {
    return seals.all(entity, month);
  }

  /**
   * Seals a month whose facts give its journals; empty if it is closed now. What comes later is posted in the next open month. Where it is refused, the caller rolls back.
   *
   * <p>Nobody who posts waits while the facts are read: what was posted meanwhile is read again once nobody does.
   */
  public Optional<Refusal> close(String entity, YearMonth month, String actor) {
    sql.alone("close:" + entity);
    var early = refusal(entity, month, actor);
    if (early.isPresent()) return early;
    var accrued = accruals.due(entity, month, ledger.of(entity, month));
    var made = new MadeMonth(entity, month, accrued);
    make(facts.of(entity, month), made);

    ledger.still(entity);
    var refused = refusal(entity, month, actor);
    if (refused.isPresent()) return refused;
    var posted = ledger.of(entity, month);
    var differing = made.differing(posted);
    make(facts.of(entity, month).only(thread -> differing.contains(thread) || !made.has(thread)), made);
    if (!made.differing(posted).isEmpty()) return Optional.of(Refusal.REPLAY_DIFFERS);
    var seal = seals.next(entity, month);
    if (accrued) accruals.post(entity, month, seal, posted, made.told());
    var journals = WhatIf.journals(ledger.of(entity, month));
    var closed = new Closed(entity, month.toString(), seal, "ledger", WhatIf.RULES, MonthFacts.sha256(made.hashes()), journals.size(), sha256(WhatIf.RULES, journals), actor, clock.instant(), accrued);
    seals.close(closed, made.hashes());
    late.tell(entity);
    audit.note(actor, "close-month", subject(entity, month), Map.of("journals", closed.journalsSha256(), "facts", closed.factsSha256(), "seal", seal, "accrued", accrued));
    return Optional.empty();
  }

  private Optional<Refusal> refusal(String entity, YearMonth month, String actor) {
    if (closed(entity, month).isPresent()) return Optional.of(Refusal.CLOSED_ALREADY);
    if (points.notOver(entity, month).blocks()) return Optional.of(Refusal.STILL_TO_COME);
    if (points.earlier(entity, month, all()).blocks()) return Optional.of(Refusal.EARLIER_OPEN);
    if (points.underWay(entity, month).blocks()) return Optional.of(Refusal.DOCUMENTS_UNDER_WAY);
    if (seals.reopener(entity, month).filter(actor::equals).isPresent()) return Optional.of(Refusal.OWN_REOPENING);
    return Optional.empty();
  }

  private void make(MonthFacts facts, MadeMonth made) {
    facts.parts().forEach(part -> made.take(part, seals.keep(Json.write(part.facts()))));
  }

  /** Opens the last closed month again; its seal is kept. What was posted behind it because it was closed stays there. */
  public Optional<Kept> reopen(String entity, YearMonth month, String reason, String actor) {
    ledger.still(entity);
    var closed = closed(entity, month);
    if (closed.isEmpty()) return Optional.of(Kept.NOT_CLOSED);
    if (seals.later(entity, month)) return Optional.of(Kept.LATER_CLOSED);
    seals.reopen(closed.get(), reason, actor);
    posting.again(entity, month);
    late.forget(entity, actor);
    audit.note(actor, "reopen-month", subject(entity, month), Map.of("reason", reason, "seal", closed.get().seal()));
    return Optional.empty();
  }

  private static String subject(String entity, YearMonth month) {
    return "month:" + entity + "/" + month;
  }

  /** Gives the month's facts to the rules of today and compares with what is stored; of a seal, its facts with the journals that were posted by then. */
  public Replay replay(String entity, YearMonth month, Optional<Closed> seal) {
    var journals = seal.map(was -> ledger.of(entity, month, was.closedAt())).orElseGet(() -> ledger.of(entity, month));
    var closed = seal.or(() -> closed(entity, month));
    var made = new MadeMonth(entity, month, closed.filter(Closed::accrued).isPresent());
    known(entity, month, seal).parts().forEach(part -> made.take(part, Json.write(part.facts())));
    var stored = WhatIf.journals(journals);
    var replayed = made.journals(journals);
    var rules = closed.map(Closed::rules).orElse(WhatIf.RULES);
    var sha256 = sha256(rules, stored);
    var again = sha256(rules, replayed);
    return new Replay(
        entity, month.toString(), closed.orElse(null), WhatIf.RULES, MonthFacts.sha256(made.hashes()), sha256, again, stored.size(), sha256.equals(again) && closed.map(was -> was.journalsSha256().equals(sha256)).orElse(true),
        without(stored, replayed), without(replayed, stored), WhatIf.difference(new Outcome.Answered(Map.of("journals", stored)), new Outcome.Answered(Map.of("journals", replayed))), made.refused());
  }

  static List<Map<?, ?>> ofPeriod(Outcome.Answered answered, String list, YearMonth month) {
    return rows(answered, list).stream().filter(each -> month.toString().equals(each.get("period"))).toList();
  }

  private static List<Map<?, ?>> rows(Outcome.Answered answered, String list) {
    return maps((List<?>) answered.tree().get(list));
  }

  static List<Map<?, ?>> maps(List<?> rows) {
    return rows.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private static List<Object> without(List<?> some, List<?> others) {
    var known = new HashSet<Object>(others);
    return some.stream().filter(each -> !known.contains(each)).<Object>map(each -> each).toList();
  }

  /** By the rules it was sealed with, so that newer rules that give the same journals give the same hash. */
  private static String sha256(String rules, List<?> journals) {
    return Sha256.of(rules, Json.write(journals));
  }
}
