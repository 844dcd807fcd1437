package io.throughline.thread;

import io.throughline.canonical.Invariant;
import io.throughline.store.Sql;
import io.throughline.thread.ExceptionItems.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops what broke an invariant. The transaction that broke it is rolled back, so the note is written in one of its own; whoever comes
 * again (a redelivered message, the next run) finds it and holds instead of trying for ever. Resolving the item lets it go on.
 */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class Parking {

  /** Of every item that a broken invariant raised. */
  public static final String CODE = "INVARIANT";

  private static final String ENGAGEMENT = "engagement";
  private static final String EVIDENCE = "evidence";

  @Inject Sql sql;
  @Inject ExceptionItems exceptions;
  @Inject Audit audit;

  /** Nothing more is posted, drafted or recorded for the engagement until somebody has looked. */
  public void engagement(String threadId, String during, Invariant broken) {
    park(threadId, during + ": " + broken.getMessage());
  }

  /** The same for what a count found; false, and nothing done, where there is no such engagement. */
  public boolean engagement(String threadId, String reason) {
    if (sql.one(row -> row.text("thread_id"), "select thread_id from engagement where thread_id = ?", threadId).isEmpty()) return false;
    if (!reason(ENGAGEMENT, threadId).equals(Optional.of(reason))) park(threadId, reason);
    return true;
  }

  /** The evidence is kept unread until somebody has looked. */
  public void evidence(long evidenceId, String reason) {
    park(new Trouble(EVIDENCE, parked(evidenceId), null, null, evidenceId, CODE, reason, "operator", List.of()));
  }

  /** Why an engagement is parked; empty if it is not. */
  @Transactional(TxType.MANDATORY)
  public Optional<String> engagement(String threadId) {
    return reason(ENGAGEMENT, threadId);
  }

  /** Why evidence is parked; empty if it is not. */
  @Transactional(TxType.MANDATORY)
  public Optional<String> evidence(long evidenceId) {
    return reason(EVIDENCE, parked(evidenceId));
  }

  private void park(String threadId, String reason) {
    park(new Trouble(ENGAGEMENT, threadId, threadId, null, null, CODE, reason, "operator", List.of()));
  }

  private void park(Trouble trouble) {
    exceptions.raise(trouble);
    audit.note("hub", "park", trouble.subject() + ":" + trouble.subjectId(), Map.of("reason", trouble.reason()));
  }

  private Optional<String> reason(String subject, String subjectId) {
    return sql.one(row -> row.text("reason"), "select reason from exception_item where subject = ? and subject_id = ? and code = ? and state = 'open'", subject, subjectId, CODE);
  }

  private static String parked(long evidenceId) {
    return "invariant:" + evidenceId;
  }
}
