package io.throughline.messaging;

import jakarta.ejb.MessageDriven;

/** Single facts: deals, milestones, invoices, payments. */
@MessageDriven(name = "IntakeFacts")
public class IntakeFacts extends Readings {

  static final String QUEUE = "intake";

  public IntakeFacts() {
    super(QUEUE);
  }
}
