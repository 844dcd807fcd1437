package io.throughline.postgres;

import java.sql.SQLException;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.postgresql.core.BaseConnection;
import org.postgresql.xa.PGXAConnection;

/**
 * Says "unavailable" where the driver says "failed" although the database has only gone away.
 *
 * <p>A backend that ends with its database (stop, fail-over, crash) answers with SQL state 57P01 to 57P03. The driver does not
 * count these as a lost connection and answers XAER_RMERR: the transaction manager then gives the branch up, and what was prepared
 * stays prepared for ever, its message already acknowledged. XAER_RMFAIL is the truth, and makes the manager try again until the
 * database answers. See https://github.com/pgjdbc/pgjdbc/issues/4438; this class goes when a driver with the fix is in use.
 */
final class TruthfulXAConnection extends PGXAConnection {

  /** Admin shutdown, crash shutdown, cannot connect now. */
  private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03");

  private static final String CONNECTION_CLASS = "08";

  TruthfulXAConnection(BaseConnection connection) throws SQLException {
    super(connection);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    try {
      return super.prepare(xid);
    } catch (XAException e) {
      throw truthful(e);
    }
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    try {
      super.commit(xid, onePhase);
    } catch (XAException e) {
      throw truthful(e);
    }
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    try {
      super.rollback(xid);
    } catch (XAException e) {
      throw truthful(e);
    }
  }

  static XAException truthful(XAException answer) {
    if (answer.errorCode != XAException.XAER_RMERR || !isGone(answer)) return answer;
    var truth = new XAException(XAException.XAER_RMFAIL);
    truth.initCause(answer);
    return truth;
  }

  private static boolean isGone(Throwable thrown) {
    for (var cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return GONE.contains(sql.getSQLState()) || sql.getSQLState().startsWith(CONNECTION_CLASS);
      }
    }
    return false;
  }
}
