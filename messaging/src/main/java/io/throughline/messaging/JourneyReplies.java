package io.throughline.messaging;

import io.throughline.process.Journeys;
import io.throughline.process.Reply;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Hands replies to their journeys: row, next command and acknowledgement in one XA transaction. */
@MessageDriven(name = "JourneyReplies")
public class JourneyReplies implements MessageListener {

  static final String QUEUE = "journeys";

  @Inject Letters letters;
  @Inject Journeys journeys;
  @Inject Tracing tracing;

  @Override
  public void onMessage(Message message) {
    tracing.within(message, () -> letters.open(message, QUEUE, Reply.class).ifPresent(journeys::reply));
  }
}
