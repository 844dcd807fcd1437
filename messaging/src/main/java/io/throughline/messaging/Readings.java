package io.throughline.messaging;

import io.throughline.intake.Reading;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Has stored evidence read: translation, facts and what follows from them in one XA transaction. */
abstract class Readings implements MessageListener {

  private final String queue;

  @Inject Letters letters;
  @Inject Reading reading;
  @Inject Tracing tracing;

  Readings(String queue) {
    this.queue = queue;
  }

  @Override
  public void onMessage(Message message) {
    tracing.within(message, () -> letters.open(message, queue, Long.class).ifPresent(reading::read));
  }
}
