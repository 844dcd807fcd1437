package io.throughline.process;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** What a person has confirmed by letting a journey go on that was held for exactly that. */
@ApplicationScoped
class Confirmations {

  @Inject Sql sql;

  /** Who confirmed it; empty if nobody has. */
  Optional<String> by(String journeyId, String code) {
    return sql.one(
        row -> row.text("resolved_by"),
        "select resolved_by from exception_item where subject = 'journey' and subject_id = ? and code = ? and state = 'resolved' and resolution = 'resumed' and resolved_by <> 'hub' order by id desc limit 1",
        journeyId, code);
  }
}
