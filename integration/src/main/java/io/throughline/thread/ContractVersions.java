package io.throughline.thread;

import io.throughline.canonical.WonDeal;
import io.throughline.store.Json;
import io.throughline.store.Row;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of contracts: what was sold, and each change order with where it stands. One of an engagement is on its way at a time. */
@ApplicationScoped
public class ContractVersions {

  private static final String SELECT = "select * from contract_version ";

  @Inject Sql sql;
  @Inject Clock clock;

  /** Where a version stands. */
  public enum State {
    /** Behind another, or behind the opening. */
    WAITING,
    PENDING,
    IN_FORCE,
    WITHDRAWN
  }

  /** @param terms what was sold (version 1), or the change as it was told */
  public record Version(
      String threadId, int version, String source, String changeDeal, State state, WonDeal terms, BigDecimal value, String journeyId, Instant toldAt, Instant begunAt, Instant inForceAt) {

    /** Whether systems may have been told of it. */
    public boolean isBegun() {
      return begunAt != null;
    }
  }

  /** What was sold is in force. */
  void sold(String threadId, WonDeal terms) {
    var now = clock.instant();
    sql.run(
        "insert into contract_version (thread_id, version, source, state, terms, value, told_at, begun_at, in_force_at) select thread_id, 1, deal_system, 'in-force', cast(? as jsonb), ?, ?, ?, ? from engagement where thread_id = ?"
            + " on conflict (thread_id, version) do update set terms = excluded.terms, value = excluded.value, in_force_at = excluded.in_force_at",
        Json.write(terms), new BigDecimal(terms.value()), now, now, now, threadId);
  }

  /** A change order takes the next number. */
  public void add(String threadId, String source, WonDeal change) {
    sql.run(
        "insert into contract_version (thread_id, version, source, change_deal, state, terms, told_at) select ?, 1 + greatest(1, coalesce(max(version), 1)), ?, ?, 'waiting', cast(? as jsonb), ? from contract_version where thread_id = ?",
        threadId, source, change.dealId(), Json.write(change), clock.instant(), threadId);
  }

  /** Told otherwise, before any system was. */
  public void correct(Version version, WonDeal change) {
    sql.run("update contract_version set terms = cast(? as jsonb) where thread_id = ? and version = ? and begun_at is null", Json.write(change), version.threadId(), version.version());
  }

  public void pending(Version version, String journeyId) {
    sql.run("update contract_version set state = 'pending', journey_id = ? where thread_id = ? and version = ?", journeyId, version.threadId(), version.version());
  }

  public void begun(String journeyId, String value) {
    sql.run("update contract_version set begun_at = ?, value = ? where journey_id = ?", clock.instant(), new BigDecimal(value), journeyId);
  }

  public void inForce(String journeyId) {
    sql.run("update contract_version set state = 'in-force', in_force_at = ? where journey_id = ?", clock.instant(), journeyId);
  }

  /** Those of a thread whose journey was taken back. */
  public void withdraw(String threadId) {
    sql.run("update contract_version v set state = 'withdrawn' from journey j where j.id = v.journey_id and j.state = 'undone' and v.thread_id = ? and v.state = 'pending'", threadId);
  }

  /** All of an engagement, the first first. */
  public List<Version> of(String threadId) {
    return sql.list(ContractVersions::version, SELECT + "where thread_id = ? order by version", threadId);
  }

  public Optional<Version> ofJourney(String journeyId) {
    return sql.one(ContractVersions::version, SELECT + "where journey_id = ?", journeyId);
  }

  /** The one that a change order made last. */
  public Optional<Version> ofChange(String source, String changeDeal) {
    return sql.one(ContractVersions::version, SELECT + "where source = ? and change_deal = ? order by version desc limit 1", source, changeDeal);
  }

  /** Those of a change order, or of its parts where it changes what several countries deliver; the one made last first. */
  public List<Version> told(String source, String changeDeal) {
    return sql.list(ContractVersions::version, SELECT + "where source = ? and (change_deal = ? or starts_with(change_deal, ? || '/')) order by version desc, thread_id", source, changeDeal, changeDeal);
  }

  /** Whether one of an engagement is being told to systems, be it in force already. */
  public boolean underWay(String threadId) {
    return sql.one(
            row -> true,
            "select 1 from contract_version v left join journey j on j.id = v.journey_id where v.thread_id = ? and (v.state = 'pending' or v.state = 'in-force' and j.state not in ('done', 'undone')) limit 1",
            threadId)
        .isPresent();
  }

  /** Change orders of an agreement of several countries that were told before its openings began, taken out to be told to each country. */
  public List<Version> takeEarlier(String countryThread) {
    return sql.list(
        ContractVersions::version,
        "delete from contract_version v using engagement e where e.thread_id = ? and v.thread_id = e.master_thread and v.state = 'waiting' returning v.*",
        countryThread);
  }

  private static Version version(Row row) throws SQLException {
    return new Version(
        row.text("thread_id"),
        (int) row.number("version"),
        row.text("source"),
        row.text("change_deal"),
        State.valueOf(row.text("state").toUpperCase(java.util.Locale.ROOT).replace('-', '_')),
        Json.read(row.text("terms"), WonDeal.class),
        row.decimal("value"),
        row.text("journey_id"),
        row.instant("told_at"),
        row.instant("begun_at"),
        row.instant("in_force_at"));
  }
}
