package io.throughline.intake;

/** The port through which stored evidence is queued to be read, inside the open transaction. Messaging implements it. */
public interface EvidenceQueue {

  /** Volume feeds have a queue of their own. */
  void evidence(long evidenceId, boolean volume, String traceparent);
}
