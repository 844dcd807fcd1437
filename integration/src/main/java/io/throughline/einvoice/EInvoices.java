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

  @Inject Sql sql;
  @Inject Clock clock;
  @Inject WarmRules warm;

  /** Held with the id and the text of every rule that is broken. */
  @Transactional(TxType.SUPPORTS)
  public Verdict check(EInvoice said) {
    var rules = warm.rules();
    if (rules.isEmpty()) return new Verdict.Held("EINVOICE_RULES_NOT_READY", "the official rules are still being compiled: resume", "operator", List.of());
    var broken = rules.get().broken(Ubl.of(said), said.head().isCreditNote());
    return Verdict.of("EINVOICE_RULE", broken.stream().map(EInvoices::told).distinct().reduce((one, next) -> one + "; " + next).orElse(""), "finance", broken);
  }

  private static String told(Field rule) {
    return rule.message().contains(rule.code()) ? rule.message() : rule.code() + ": " + rule.message();
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
