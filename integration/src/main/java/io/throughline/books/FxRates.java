package io.throughline.books;

import io.throughline.canonical.FxRate;
import io.throughline.facts.FactByFact;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** Exchange rates as the ERP keeps them, each with its day. They are facts; nothing that was booked changes with them. */
@ApplicationScoped
public class FxRates extends FactByFact<FxRate> {

  private static final String KIND = "fx-rate";

  @Inject Sql sql;

  public FxRates() {
    super(KIND, FxRate.class, "finance");
  }

  @Override
  protected void taken(Arrival arrival, FxRate rate, boolean newer) {
    // kept as a fact; whoever needs a rate asks
  }

  /** As a what-if has them, each as it was told last. */
  List<Map<String, Object>> all() {
    return sql.list(
        row -> Map.<String, Object>of("from", row.text("from_currency"), "to", row.text("to_currency"), "on", row.text("on_day"), "rate", row.text("rate")),
        "select distinct on (from_currency, to_currency, on_day) * from (select distinct on (source, fact_key) body ->> 'from' as from_currency, body ->> 'to' as to_currency, body ->> 'on' as on_day, body ->> 'rate' as rate, id"
            + " from fact where kind = ? order by source, fact_key, version desc) latest order by from_currency, to_currency, on_day, id desc",
        KIND);
  }
}
