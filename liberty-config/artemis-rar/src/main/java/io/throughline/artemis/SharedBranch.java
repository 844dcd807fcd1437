package io.throughline.artemis;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.service.extensions.xa.ActiveMQXAResourceWrapper;

/**
 * One session's part in transactions, of which the broker sees one branch a transaction, however many sessions take part.
 *
 * <p>Liberty gives each session a branch of its own, and the broker forces its journal for each prepare and each commit: twice four
 * times for a listener that takes a message and sends one. Here the first session's branch leads; the others join it ({@code TMJOIN})
 * and vote read-only under the branch that Liberty gave them, since their work is prepared, committed, rolled back and recovered with
 * the branch that leads. The transaction manager ends all branches before it prepares the first, and sessions send and end blocking, so
 * that a follower's work is at the broker by then. A follower that cannot join or end throws, which rolls the transaction back. A session
 * of another broker keeps its own branch.
 */
final class SharedBranch implements ActiveMQXAResourceWrapper {

  /** Who leads, by global transaction id, from its start until it is prepared, committed or rolled back. */
  private static final Map<ByteBuffer, Leader> LEADERS = new ConcurrentHashMap<>();

  private record Leader(Xid branch, XAResource session) {}

  private final XAResource session;

  /** While this session follows: the branch it was given, and the one it joined. */
  private Xid given;
  private Xid joined;

  SharedBranch(XAResource session) {
    this.session = session;
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    if (flags != TMNOFLAGS) {
      session.start(follows(xid) ? joined : xid, flags);
      return;
    }
    given = null;
    var leader = LEADERS.putIfAbsent(transaction(xid), new Leader(xid, session));
    if (leader == null) lead(xid);
    else if (session.isSameRM(leader.session)) follow(xid, leader.branch);
    else session.start(xid, TMNOFLAGS);
  }

  private void lead(Xid xid) throws XAException {
    try {
      session.start(xid, TMNOFLAGS);
    } catch (XAException | RuntimeException notBegun) {
      finished(xid);
      throw notBegun;
    }
  }

  private void follow(Xid xid, Xid leader) throws XAException {
    session.start(leader, TMJOIN);
    joined = leader;
    given = xid;
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    session.end(follows(xid) ? joined : xid, flags);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    if (follows(xid)) {
      letGo(xid);
      return XA_RDONLY;
    }
    finished(xid);
    return session.prepare(xid);
  }

  /**
   * Has the broker's side of the session forget the branch that it joined and ended. It would roll it back when the client dies, however long ago the leader has committed it: the journal refuses
   * that, and the roll-backs of other sessions beside it are not carried out, so that what they had taken stays with nobody until the broker starts again. It forgets at each commit: here of the branch
   * that was given and never begun.
   */
  private void letGo(Xid xid) throws XAException {
    try {
      session.commit(xid, true);
    } catch (XAException unknown) {
      if (unknown.errorCode != XAException.XAER_NOTA) throw unknown;
    }
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    if (follows(xid)) return;
    finished(xid);
    session.commit(xid, onePhase);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    if (follows(xid)) return;
    finished(xid);
    session.rollback(xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    session.forget(xid);
  }

  @Override
  public Xid[] recover(int flags) throws XAException {
    return session.recover(flags);
  }

  @Override
  public boolean isSameRM(XAResource other) throws XAException {
    return session.isSameRM(other instanceof SharedBranch shared ? shared.session : other);
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return session.getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return session.setTransactionTimeout(seconds);
  }

  private boolean follows(Xid xid) {
    return given != null && transaction(given).equals(transaction(xid)) && branch(given).equals(branch(xid));
  }

  private static void finished(Xid xid) {
    LEADERS.computeIfPresent(transaction(xid), (id, leader) -> branch(leader.branch).equals(branch(xid)) ? null : leader);
  }

  private static ByteBuffer transaction(Xid xid) {
    return ByteBuffer.wrap(xid.getGlobalTransactionId());
  }

  private static ByteBuffer branch(Xid xid) {
    return ByteBuffer.wrap(xid.getBranchQualifier());
  }
}
