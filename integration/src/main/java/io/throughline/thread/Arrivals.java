package io.throughline.thread;

import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * What arrives while an engagement becomes active, or its terms change. Whoever brings what was held or priced to the new terms sees all that was read by
 * the old ones; what is read later sees the new. Locks are held until the transaction ends.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class Arrivals {

  private static final String LOCK = "arrivals";

  @Inject Sql sql;

  /** To be called before anything of what arrives is held against engagements. */
  public void come() {
    sql.together(LOCK);
  }

  /** To be called before engagements are changed and what arrived earlier is looked at again. */
  public void stand() {
    sql.alone(LOCK);
  }
}
