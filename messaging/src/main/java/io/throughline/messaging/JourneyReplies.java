package io.throughline.messaging;

import io.throughline.process.Journeys;
import io.throughline.process.Reply;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands replies to their journeys: row, next command and acknowledgement in one XA transaction.
 *
 * <p>Under load a transaction takes more of the replies that wait: what a commit costs, several forced writes one after the other, is
 * then paid once for all of them. One that does not go through takes all back; what comes again takes no others along.
 */
@MessageDriven(name = "JourneyReplies")
public class JourneyReplies implements MessageListener {

  static final String QUEUE = "journeys";

  private static final int TOGETHER = 16;

  /** Sessions of this node that are taking replies now: with more than one there is probably a queue. */
  private static final AtomicInteger BUSY = new AtomicInteger();

  @Inject Letters letters;
  @Inject Journeys journeys;
  @Inject Tracing tracing;

  @Override
  public void onMessage(Message message) {
    var load = BUSY.incrementAndGet() > 1;
    try {
      take(message);
      if (load && !message.getJMSRedelivered()) letters.drain(QUEUE, TOGETHER - 1).forEach(this::take);
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    } finally {
      BUSY.decrementAndGet();
    }
  }

  private void take(Message message) {
    tracing.within(message, () -> letters.open(message, QUEUE, Reply.class).ifPresent(journeys::reply));
  }
}
