package io.throughline.messaging;

import jakarta.ejb.MessageDriven;

/** Micro-batches of time and expenses, so that they never stand in the way of a deal. */
@MessageDriven(name = "VolumeBatches")
public class VolumeBatches extends Readings {

  static final String QUEUE = "volume";

  public VolumeBatches() {
    super(QUEUE);
  }
}
