package io.throughline.books;

import io.throughline.process.EngagementReopened;
import io.throughline.thread.Arrivals;
import io.throughline.thread.Audit;
import io.throughline.thread.Checkpoints;
import io.throughline.thread.Checkpoints.Hop;
import io.throughline.thread.Engagements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Closes an engagement to new time and expenses, and opens it again. What was approved before is still billed; what comes after the close is held; what is left of an advance is told to finance. */
@ApplicationScoped
@Transactional
public class Closing {

  @Inject Engagements engagements;
  @Inject TimeEntries time;
  @Inject Expenses expenses;
  @Inject UnappliedCash cash;
  @Inject Checkpoints checkpoints;
  @Inject Audit audit;
  @Inject Arrivals arrivals;
  @Inject Event<EngagementReopened> reopened;

  /** False if the engagement is not active. */
  public boolean close(String threadId, String reason, String actor) {
    return moved(threadId, true, reason, actor);
  }

  /** False if the engagement is not closed. What was held meanwhile is bound. */
  public boolean reopen(String threadId, String reason, String actor) {
    arrivals.stand();
    if (!moved(threadId, false, reason, actor)) return false;
    var engagement = engagements.of(threadId).orElseThrow();
    time.rebind(engagement.projectSystem(), engagement.projectId(), actor);
    expenses.rebind(engagement.projectSystem(), engagement.projectId(), actor);
    reopened.fire(new EngagementReopened(threadId));
    return true;
  }

  private boolean moved(String threadId, boolean closed, String reason, String actor) {
    if (!engagements.close(threadId, closed)) return false;
    var what = closed ? "closed" : "reopened";
    audit.note(actor, what, "engagement:" + threadId, Map.of("reason", reason));
    checkpoints.leave(Hop.inside(threadId, null, "engagement", what, reason));
    cash.closed(threadId);
    return true;
  }
}
