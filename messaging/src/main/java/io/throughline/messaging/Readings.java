package io.throughline.messaging;

import io.throughline.intake.Reading;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Has stored evidence read: translation, facts and what follows from them in one XA transaction. */
abstract class Readings implements MessageListener {

  @Inject Letters letters;
  @Inject Reading reading;
  @Inject Tracing tracing;

  @Override
  public void onMessage(Message message) {
    tracing.within(message, () -> letters.open(message, Long.class).ifPresent(reading::read));
  }
}
