package io.throughline.thread;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.takeover.Remainder;
import io.throughline.store.Json;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** One row an engagement: its thread id and where it lives in each system. */
@ApplicationScoped
public class Engagements {

  private static final String COLUMNS =
      "select thread_id, coalesce(master_deal, deal_id) as deal_id, name, client, contracting_entity, currency, state, terms, zone, project_system, project_id, erp_system, customer_id, contract_id, erp_project_id, taken_over from engagement ";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject ContractVersions versions;

  /** An engagement; {@code dealId} as the CRM knows it, {@code terms} are those in force, absent until it is active, {@code takenOver} is absent where it was opened here, {@code projectSystem} and {@code erpSystem} until its customer was looked for. */
  public record Engagement(
      String threadId,
      String dealId,
      String name,
      String client,
      String contractingEntity,
      String currency,
      String state,
      WonDeal terms,
      String zone,
      String projectSystem,
      String projectId,
      String erpSystem,
      String customerId,
      String contractId,
      String erpProjectId,
      Remainder takenOver) {

    /** Whether what was done on a day is settled where the engagement was before. */
    public boolean isSettled(LocalDate day) {
      return takenOver != null && day.isBefore(takenOver.from());
    }
  }

  /** Which deal it was opened for; {@code crmDealId}: the whole, where that is a part of it. */
  public record Sold(String system, String dealId, String crmDealId, boolean opening) {}

  /** The thread of a deal: derived, so that whoever sees the deal names the same thread. */
  public static String threadOf(String system, String dealId) {
    return "T-" + Sha256.of("engagement", system, dealId).substring(0, 12);
  }

  /** Begins the thread of a won deal, or refreshes what it is called while it is opening. */
  public void begin(String threadId, String system, WonDeal deal) {
    var client = deal.client() == null ? null : deal.client().name();
    sql.run(
        "insert into engagement (thread_id, deal_system, deal_id, name, client, contracting_entity, currency, value, state, zone, won_at, master_deal, master_thread) values (?, ?, ?, ?, ?, ?, ?, ?, 'opening', ?, ?, ?, ?)"
            + " on conflict (thread_id) do update set name = excluded.name, client = excluded.client, contracting_entity = excluded.contracting_entity,"
            + " currency = excluded.currency, value = excluded.value, zone = excluded.zone where engagement.state in ('opening', 'undone')",
        threadId, system, deal.dealId(), deal.name() == null ? deal.dealId() : deal.name(), client, deal.contractingEntity(), deal.currency(), decimal(deal.value()), deal.zone(), clock.instant(),
        deal.masterDealId(), deal.masterDealId() == null ? null : threadOf(system, deal.masterDealId()));
  }

  /** Whatever is asked of the ERP and of delivery for it from now on is asked of these. */
  public void livesIn(String threadId, String erp, String projectSystem) {
    sql.run("update engagement set erp_system = ?, project_system = ? where thread_id = ?", erp, projectSystem, threadId);
  }

  /** The engagement is live: its terms, which a person may have corrected since it was begun, are in force, and its ids are known. */
  public void activate(String threadId, WonDeal terms, String projectSystem, String projectId, String customerId, String contractId, String erpProjectId) {
    sql.run(
        "update engagement set state = 'active', terms = cast(? as jsonb), client = coalesce(?, client), contracting_entity = ?, currency = ?, value = ?, zone = ?, project_system = ?, project_id = ?, customer_id = ?, contract_id = ?, erp_project_id = ?, activated_at = ? where thread_id = ?",
        Json.write(terms), terms.client() == null ? null : terms.client().name(), terms.contractingEntity(), terms.currency(), decimal(terms.value()), terms.zone(), projectSystem, projectId, customerId, contractId, erpProjectId, clock.instant(), threadId);
    versions.sold(threadId, terms);
  }

  /** It was begun elsewhere: what was billed of it there. */
  public void takenOver(String threadId, Remainder before) {
    sql.run("update engagement set taken_over = cast(? as jsonb) where thread_id = ?", Json.write(before), threadId);
  }

  /** Its terms from now on: a change order is in force. */
  public void amend(String threadId, WonDeal terms) {
    sql.run("update engagement set terms = cast(? as jsonb), value = ? where thread_id = ?", Json.write(terms), decimal(terms.value()), threadId);
  }

  /** Its opening was taken back. */
  public void undone(String threadId) {
    sql.run("update engagement set state = 'undone' where thread_id = ? and state = 'opening'", threadId);
  }

  /** Closes an active engagement to new time, or opens it again; false if it is not in the state it would leave. */
  public boolean close(String threadId, boolean closed) {
    return sql.run("update engagement set state = ? where thread_id = ? and state = ?", closed ? "closed" : "active", threadId, closed ? "active" : "closed") == 1;
  }

  /** After whoever bills it, or changes what is billed of it, now; until the transaction ends, before whoever comes next. */
  public Engagement alone(String threadId) {
    sql.list(row -> row.text("thread_id"), "select thread_id from engagement where thread_id = ? for update", threadId);
    return of(threadId).orElseThrow();
  }

  public Optional<Engagement> of(String threadId) {
    return sql.one(Engagements::engagement, COLUMNS + "where thread_id = ?", threadId);
  }

  /** Absent where there is none, or its opening was taken back. */
  public Optional<Sold> sold(String threadId) {
    return sql.one(
        row -> new Sold(row.text("deal_system"), row.text("deal_id"), row.text("crm_deal"), "opening".equals(row.text("state"))),
        "select deal_system, deal_id, coalesce(master_deal, deal_id) as crm_deal, state from engagement where thread_id = ? and state <> 'undone'", threadId);
  }

  /** The engagement opened last for each billing account of a client: one of each entity in each ERP. */
  public List<Engagement> billed(String system, String accountId) {
    return sql.list(
        Engagements::engagement,
        COLUMNS + "where deal_system = ? and terms -> 'client' ->> 'accountId' = ? and not exists (select 1 from engagement later where later.deal_system = engagement.deal_system"
            + " and later.terms -> 'client' ->> 'accountId' = engagement.terms -> 'client' ->> 'accountId' and later.contracting_entity = engagement.contracting_entity and later.erp_system = engagement.erp_system"
            + " and (later.activated_at, later.thread_id) > (engagement.activated_at, engagement.thread_id)) order by contracting_entity, erp_system",
        system, accountId);
  }

  /** The projects of live engagements at a system. */
  public List<String> projects(String system) {
    return sql.list(row -> row.text("project_id"), "select project_id from engagement where project_system = ? and state = 'active' order by project_id", system);
  }

  /** Whether a live engagement has a project at a system of whose subscription nothing is known. */
  public boolean unsubscribed(String system) {
    return sql.one(
            row -> true,
            "select 1 from engagement e where e.project_system = ? and e.state = 'active' and not exists (select 1 from subscription s where s.system = e.project_system and s.scope = e.project_id) limit 1",
            system)
        .isPresent();
  }

  public Optional<Engagement> ofProject(String system, String projectId) {
    return sql.one(Engagements::engagement, COLUMNS + "where project_system = ? and project_id = ?", system, projectId);
  }

  private static Engagement engagement(io.throughline.store.Row row) throws java.sql.SQLException {
    return new Engagement(
        row.text("thread_id"),
        row.text("deal_id"),
        row.text("name"),
        row.text("client"),
        row.text("contracting_entity"),
        row.text("currency"),
        row.text("state"),
        row.text("terms") == null ? null : Json.read(row.text("terms"), WonDeal.class),
        row.text("zone"),
        row.text("project_system"),
        row.text("project_id"),
        row.text("erp_system"),
        row.text("customer_id"),
        row.text("contract_id"),
        row.text("erp_project_id"),
        row.text("taken_over") == null ? null : Json.read(row.text("taken_over"), Remainder.class));
  }

  private static BigDecimal decimal(String amount) {
    return amount == null ? null : new BigDecimal(amount);
  }
}
