package io.throughline.messaging;

import io.throughline.process.CommandDesk;
import io.throughline.process.Envelope;
import io.throughline.system.Role;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Carries out the commands of one role, one operation a message.
 *
 * <p>Reply, or the row of what has to wait, and acknowledgement commit together.
 */
abstract class Commands implements MessageListener {

  private final String queue;

  @Inject Letters letters;
  @Inject CommandDesk desk;
  @Inject Tracing tracing;

  Commands(Role role) {
    queue = Letters.commands(role);
  }

  @Override
  public void onMessage(Message message) {
    tracing.within(message, () -> carryOut(message));
  }

  private void carryOut(Message message) throws JMSException {
    letters.open(message, queue, Envelope.class).flatMap(desk::carryOut).ifPresent(letters::reply);
  }
}
