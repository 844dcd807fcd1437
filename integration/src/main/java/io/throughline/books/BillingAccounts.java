package io.throughline.books;

import io.throughline.canonical.BillingAccount;
import io.throughline.facts.FactByFact;
import io.throughline.finance.Journals;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who pays for which customer of the ERP. They are facts: money that lies with a payer already moves only when it is told anew. */
@ApplicationScoped
public class BillingAccounts extends FactByFact<BillingAccount> {

  @Inject Sql sql;

  public BillingAccounts() {
    super("billing-account", BillingAccount.class, "finance");
  }

  @Override
  protected void taken(Arrival arrival, BillingAccount account, boolean newer) {}

  /**
   * Whose money it is while nobody applied it.
   *
   * @param entity whose books have it
   * @param owner as the books carry it
   * @param customers for whom it may pay
   */
  record Payer(String entity, String owner, List<String> customers) {}

  /** Empty where no engagement is billed to it, or to a customer for whom it pays, by the entity if one is told. */
  Optional<Payer> payer(String system, String payerId, String entity) {
    var others = sql.list(row -> row.text("customer_id"), "select customer_id from paid_for where system = ? and payer_id = ? order by 1", system, payerId);
    var customers = new ArrayList<>(others);
    if (!others.contains(payerId)) customers.add(payerId);
    return sql.one(
        row -> new Payer(row.text("contracting_entity"), others.isEmpty() ? payerId : Journals.PAYER + payerId, customers),
        "select contracting_entity from engagement where erp_system = ? and customer_id = any (?) and state in ('active', 'closed') and (cast(? as text) is null or contracting_entity = ?) order by activated_at, thread_id limit 1",
        system, customers.toArray(String[]::new), entity, entity);
  }

  /** As a what-if has accounts: all of an entity's customers, or none where each pays for itself. */
  List<Object> accounts(String entity) {
    var accounts =
        sql.list(
            row -> row.text("payer_id") == null ? Map.of("accountId", row.text("customer_id")) : Map.of("accountId", row.text("customer_id"), "payerId", row.text("payer_id")),
            "select distinct on (engagement.customer_id) engagement.customer_id, payer_id from engagement left join paid_for on system = erp_system and paid_for.customer_id = engagement.customer_id where contracting_entity = ? and engagement.customer_id is not null order by engagement.customer_id, payer_id",
            entity);
    return accounts.stream().anyMatch(account -> account.containsKey("payerId")) ? List.copyOf(accounts) : List.of();
  }
}
