package io.throughline.process;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** Where one journey stands. */
@Entity
@Table(name = "journey")
class JourneyRow {

  @Id String id;
  String plan;

  @Column(name = "plan_version")
  int planVersion;

  @Column(name = "business_key")
  String businessKey;

  @Column(name = "thread_id")
  String threadId;

  @Column(name = "trigger_body")
  String trigger;

  String state;
  int position;
  int item;
  int generation;
  String awaiting;

  @Column(name = "approved_by")
  String approvedBy;

  @Column(name = "undo_asked")
  String undoAsked;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "changed_at")
  Instant changedAt;

  @Version long version;

  protected JourneyRow() {}

  boolean is(String... states) {
    return java.util.Arrays.asList(states).contains(state);
  }

  void becomes(String next, Instant at) {
    state = next;
    changedAt = at;
  }

  void awaits(String key, Instant at) {
    awaiting = key;
    changedAt = at;
  }

  void forward() {
    position++;
    item = 0;
  }

  void back() {
    position--;
    item = 0;
  }

  /** From the first step, under new keys; only while nothing is created under the old ones. */
  void anew() {
    generation++;
    position = 0;
    item = 0;
  }

  /** A settled undo is over: the journey may begin again under new keys. */
  void fresh(Instant at) {
    anew();
    undoAsked = null;
    becomes("undone", at);
  }
}
