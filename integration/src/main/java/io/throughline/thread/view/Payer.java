package io.throughline.thread.view;

import io.throughline.store.Row;
import java.sql.SQLException;

/** Who pays for a client, where that is another: by the ERP's id, and what it is called where it is a client too. */
public record Payer(String id, String name) {

  /** Columns and source of the payer of an engagement {@code e}. */
  static final String COLUMNS = "p.payer_id, p.payer_name";
  static final String JOIN =
      " left join lateral (select payer_id, (select min(client) from engagement where erp_system = system and customer_id = payer_id) as payer_name from paid_for where system = e.erp_system and customer_id = e.customer_id and payer_id <> customer_id) p on true ";

  /** Null where each pays for itself. */
  static Payer of(Row row) throws SQLException {
    var id = row.text("payer_id");
    return id == null ? null : new Payer(id, row.text("payer_name"));
  }
}
