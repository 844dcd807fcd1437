package io.throughline.process;

/** The port through which the hub sends to itself, inside the open transaction. Messaging implements it. */
public interface Outgoing {

  /** Queues a command to its role. */
  void command(Envelope envelope);

  /** Queues a reply to the journeys. */
  void reply(Reply reply);
}
