package io.throughline.intake;

import io.throughline.connector.Connectors.Subscribed;
import io.throughline.intake.Drift.Known;
import io.throughline.intake.Drift.Mend;
import io.throughline.intake.Drift.Seen;
import io.throughline.store.Sql;
import io.throughline.thread.Audit;
import io.throughline.thread.Engagements;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is remembered of subscriptions; each change is a short transaction, so that none is open while a system is called. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class SubscriptionBook {

  private static final String SYSTEM = "system";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject Audit audit;
  @Inject Engagements engagements;
  @Inject HookBook hooks;
  @Inject ExceptionItems exceptions;

  /** What should have a subscription. */
  List<String> scopes(Subscribed wanted) {
    return wanted.byProject() ? engagements.projects(wanted.system()) : List.of(Drift.ACCOUNT);
  }

  /** Whether something should have one of which nothing is known yet: a project that was opened meanwhile. */
  boolean lacks(Subscribed wanted) {
    return wanted.byProject() ? engagements.unsubscribed(wanted.system()) : of(wanted.system()).isEmpty();
  }

  Map<String, Known> of(String system) {
    return sql.list(row -> new Known(row.text("scope"), row.text("subscription_id"), row.instant("asked_at")), "select * from subscription where system = ?", system).stream()
        .collect(Collectors.toMap(Known::scope, known -> known));
  }

  /** Before the call: whoever comes after a crash knows that one may be there. */
  Instant asked(String system, String scope) {
    var now = clock.instant();
    sql.run("insert into subscription (system, scope, asked_at) values (?, ?, ?) on conflict (system, scope) do update set asked_at = excluded.asked_at", system, scope, now);
    return now;
  }

  /** Nothing came of it, certainly. */
  void notAsked(String system, String scope) {
    sql.run("update subscription set asked_at = null where system = ? and scope = ?", system, scope);
  }

  /** Those that stay are remembered; what nothing should have any more is forgotten. */
  void stand(String system, Collection<String> scopes, Map<String, Seen> stands) {
    stands.forEach((scope, seen) -> stands(system, scope, seen.id(), seen.endsAt()));
    sql.run("delete from subscription where system = ? and not (scope = any (?))", system, scopes.toArray(String[]::new));
  }

  private void stands(String system, String scope, String id, Instant endsAt) {
    sql.run(
        "insert into subscription (system, scope, subscription_id, ends_at, seen_at) values (?, ?, ?, ?, ?)"
            + " on conflict (system, scope) do update set subscription_id = excluded.subscription_id, ends_at = excluded.ends_at, seen_at = excluded.seen_at, asked_at = null",
        system, scope, id, endsAt, clock.instant());
  }

  /** One that was asked for is there; {@code sealed} is the secret of its events, where it was told. */
  void begun(String system, Mend mend, String id, Instant endsAt, String sealed) {
    if (sealed != null) hooks.keep(system, sealed);
    mended(system, mend, id, endsAt);
  }

  /** A mend that was carried out; {@code id} and {@code endsAt} of the subscription as it is now, null where it was taken away. */
  void mended(String system, Mend mend, String id, Instant endsAt) {
    if (id != null) stands(system, mend.scope(), id, endsAt);
    var why = mend.why().name().toLowerCase(Locale.ROOT);
    if (mend.why().isDrift()) sql.run("update subscription set drifts = drifts + 1, drift = ?, drift_at = ? where system = ? and scope = ?", why, clock.instant(), system, mend.scope());
    var detail = new LinkedHashMap<String, Object>(Map.of("scope", mend.scope(), "why", why, "subscription", id == null ? mend.seen().id() : id));
    audit.note("hub", id == null ? "unsubscribe" : mend.seen() == null ? "subscribe" : "renew-subscription", SYSTEM + ":" + system, detail);
  }

  /** What the hub cannot mend is for an operator. */
  void refused(String system, String code, String reason) {
    exceptions.raise(new Trouble(SYSTEM, subject(system), null, null, null, "SUBSCRIPTION_REFUSED", code + ": " + reason, "operator", List.of()));
  }

  void fits(String system) {
    exceptions.resolve(SYSTEM, subject(system), "hub", "its subscriptions are as they should be");
  }

  private static String subject(String system) {
    return "subscriptions:" + system;
  }
}
