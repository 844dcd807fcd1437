package io.throughline.einvoice;

import io.throughline.finance.einvoice.EInvoice;
import io.throughline.journey.Outcome.Field;
import io.throughline.journey.Verdict;
import io.throughline.store.Sha256;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Checks e-invoices before anything leaves, and keeps those that do; the bytes that were checked are the bytes that are kept. */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class EInvoices {

  /** Of what waits for the rules. */
  public static final String NOT_READY = "EINVOICE_RULES_NOT_READY";

  /** An advisory lock of the database: checks share it, {@link #held} wants it alone. */
  private static final String LOCK = "einvoice-rules";

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject WarmRules warm;

  /** Held with the id and the text of every rule that is broken; or, until {@link RulesReady}, with {@link #NOT_READY}. */
  public Verdict check(EInvoice said) {
    sql.together(LOCK); // held until this commits: whoever asks for it alone sees all that were not ready
    var rules = warm.rules();
    if (rules.isEmpty()) return new Verdict.Held(NOT_READY, "the official rules are still being compiled; it goes on by itself", "operator", List.of());
    var broken = rules.get().broken(Ubl.of(said), said.head().isCreditNote());
    return Verdict.of("EINVOICE_RULE", broken.stream().map(EInvoices::told).distinct().reduce((one, next) -> one + "; " + next).orElse(""), "finance", broken);
  }

  private static String told(Field rule) {
    return rule.message().contains(rule.code()) ? rule.message() : rule.code() + ": " + rule.message();
  }

  /** The journeys that waited for the rules; once they are compiled, all of them. */
  @Transactional(TxType.REQUIRED)
  public List<String> held() {
    sql.alone(LOCK);
    return sql.list(row -> row.text("journey_id"), "select journey_id from exception_item where code = ? and state = 'open' order by id", NOT_READY);
  }

  /** Keeps it once; its hash. */
  public String keep(String documentId, EInvoice said) {
    var bytes = Ubl.of(said);
    var sha256 = Sha256.of(bytes);
    sql.run(
        "insert into einvoice (document_id, number, rules, sha256, body, at) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        documentId, said.head().number(), OfficialRules.RELEASE, sha256, bytes, clock.instant());
    return sha256;
  }

  /** As it left, by the hub's own document id. */
  @Transactional(TxType.REQUIRED)
  public Optional<byte[]> of(String documentId) {
    return sql.one(row -> row.bytes("body"), "select body from einvoice where document_id = ?", documentId);
  }
}
