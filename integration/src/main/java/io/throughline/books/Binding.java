package io.throughline.books;

import io.throughline.canonical.QuoteLine;
import io.throughline.store.Sql;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which contract line an entry belongs to (project, task, date), and at which rate. */
@ApplicationScoped
class Binding {

  @Inject Engagements engagements;
  @Inject Sql sql;

  /** Where an entry belongs; {@code holdCode} says why nowhere. */
  record Bound(String threadId, String lineId, String state, BigDecimal rate, String currency, String holdCode, String holdReason) {

    static Bound held(String threadId, String code, String reason) {
      return new Bound(threadId, null, "held", null, null, code, reason);
    }
  }

  /** What a page of entries can be bound to, read once a page. */
  Page on(String source, List<String> projects) {
    var engagement = new HashMap<String, Engagement>();
    var lines = new HashMap<String, String>();
    for (var project : projects) {
      engagements.ofProject(source, project).ifPresent(found -> {
        engagement.put(project, found);
        record Task(String theirs, String ours) {}
        sql.list(
                row -> new Task(row.text("theirs"), row.text("ours")),
                "select theirs, ours from crosswalk where kind = 'planWork' and system = ? and thread_id = ?",
                source, found.threadId())
            .forEach(task -> lines.put(project + "/" + task.theirs(), task.ours().substring(task.ours().indexOf(':') + 1)));
      });
    }
    return new Page(engagement, lines);
  }

  /** @param lines project/task → quote line */
  record Page(Map<String, Engagement> engagements, Map<String, String> lines) {

    Bound of(TimeEntries.Entry entry) {
      var engagement = engagements.get(entry.projectId());
      if (engagement == null) return Bound.held(null, "PROJECT_UNKNOWN", "no engagement has the project " + entry.projectId());
      var thread = engagement.threadId();
      if ("closed".equals(engagement.state())) return Bound.held(thread, "PROJECT_CLOSED", "the engagement is closed");
      if (entry.approval() != null && !"approved".equals(entry.approval())) return new Bound(thread, null, "reopened", null, null, null, null);
      var terms = engagement.terms();
      if (entry.workDate().isBefore(terms.startOn()) || entry.workDate().isAfter(terms.endOn())) {
        return Bound.held(thread, "OUTSIDE_CONTRACT", entry.workDate() + " is outside the contract (" + terms.startOn() + " to " + terms.endOn() + ")");
      }
      if (Boolean.FALSE.equals(entry.billable())) return new Bound(thread, null, "non-billable", null, null, null, null);
      var lineId = lines.get(entry.projectId() + "/" + entry.taskId());
      var line = terms.lines().stream().filter(sold -> sold.lineId().equals(lineId)).findFirst();
      if (line.isEmpty()) return Bound.held(thread, "SCOPE_UNKNOWN", "task " + entry.taskId() + " is no sold line");
      return priced(thread, line.get(), engagement.currency());
    }

    private static Bound priced(String thread, QuoteLine line, String currency) {
      if (!line.billsTime()) return new Bound(thread, line.lineId(), "covered", null, null, null, null);
      return new Bound(thread, line.lineId(), "billable", new BigDecimal(line.ratePerHour()), currency, null, null);
    }
  }
}
