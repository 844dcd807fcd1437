package io.throughline.thread;

import io.throughline.journey.Outcome.Field;
import io.throughline.store.Json;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a person must decide: one open item a subject, with owner, customer, and what is at risk: of a document's journey its net amount, by the day it is due; else the engagement's value, by the day its work begins, or, once it is
 * active, the end of the month, when it is billed next.
 *
 * <p>Raising again what is open refreshes its reason; resolving what is not open does nothing.
 */
@ApplicationScoped
public class ExceptionItems {

  private static final String FACT = "fact";

  @Inject Sql sql;
  @Inject Clock clock;

  /** What is wrong with what. {@code subject} is journey, evidence, time-entry, fact or system. */
  public record Trouble(
      String subject, String subjectId, String threadId, String journeyId, Long evidenceId, String code, String reason, String owner, List<Field> fields) {}

  public void raise(Trouble trouble) {
    sql.run(
        "insert into exception_item (subject, subject_id, thread_id, journey_id, evidence_id, code, reason, owner, customer, amount, currency, at_risk_on, fields, raised_at)"
            + " select ?, ?, ?, ?, ?, ?, ?, ?, e.client, coalesce(d.net, e.value), coalesce(d.currency, e.currency), coalesce(d.due_on, case when e.activated_at is not null then ? else coalesce((e.terms ->> 'startOn')::date, e.won_at::date) end), cast(? as jsonb), ?"
            + " from (select 1) one left join engagement e on e.thread_id = ? left join lateral (select abs(net) as net, currency, due_on from document where thread_id = e.thread_id and journey_id = ?) d on true"
            + " on conflict (subject, subject_id) where state = 'open' do update set code = excluded.code, reason = excluded.reason, owner = excluded.owner, fields = excluded.fields",
        trouble.subject(), trouble.subjectId(), trouble.threadId(), trouble.journeyId(), trouble.evidenceId(), trouble.code(), trouble.reason(), trouble.owner(),
        YearMonth.now(clock.withZone(ZoneOffset.UTC)).atEndOfMonth(), Json.write(trouble.fields()), clock.instant(), trouble.threadId(), trouble.journeyId());
  }

  /** A fact that is not taken. */
  public void raiseFact(String kind, String source, String key, Long evidenceId, String code, String reason, String owner) {
    raise(new Trouble(FACT, fact(kind, source, key), null, null, evidenceId, code, reason, owner, List.of(new Field("", code, reason))));
  }

  /** It came again and was taken. */
  public void resolveFact(String kind, String source, String key) {
    resolve(FACT, fact(kind, source, key), "source", "a newer version arrived");
  }

  private static String fact(String kind, String source, String key) {
    return kind + ":" + source + ":" + key;
  }

  /** Puts the money of one document, not of the whole engagement, at risk. */
  public void amountAtRisk(String subject, String subjectId, java.math.BigDecimal amount, String currency, java.time.LocalDate on) {
    sql.run("update exception_item set amount = ?, currency = ?, at_risk_on = ? where subject = ? and subject_id = ? and state = 'open'", amount, currency, on, subject, subjectId);
  }

  public void resolve(String subject, String subjectId, String by, String resolution) {
    sql.run(
        "update exception_item set state = 'resolved', resolved_at = ?, resolved_by = ?, resolution = ? where subject = ? and subject_id = ? and state = 'open'",
        clock.instant(), by, resolution, subject, subjectId);
  }
}
