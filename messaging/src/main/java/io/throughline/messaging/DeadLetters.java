package io.throughline.messaging;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last net: what the broker gave up on, or what none of the hub's listeners could read. Everything in it can be sent again. */
@ApplicationScoped
public class DeadLetters {

  /** Nobody reads further than this on one page. */
  private static final int SHOWN = 200;

  @Resource(lookup = "jms/cf")
  ConnectionFactory broker;

  /** A dead letter; {@code queue} is where it was meant to go. */
  public record DeadLetter(String id, String queue, String reason, Instant sentAt, String thread, String body) {}

  /** The oldest first. */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public List<DeadLetter> list() {
    try (var context = broker.createContext();
        var browser = context.createBrowser(context.createQueue(Letters.DEAD))) {
      var letters = new ArrayList<DeadLetter>();
      for (var all = browser.getEnumeration(); all.hasMoreElements() && letters.size() < SHOWN; ) letters.add(letter((Message) all.nextElement()));
      return letters;
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  /** Sends one letter again to the queue it was meant for, in one transaction; false if it is not there any more. */
  @Transactional
  public boolean replay(String id) {
    try (var context = broker.createContext();
        var dead = context.createConsumer(context.createQueue(Letters.DEAD), "JMSMessageID = '" + id.replace("'", "''") + "'")) {
      var message = dead.receiveNoWait();
      if (message == null) return false;
      context.createProducer().send(context.createQueue(queue(message)), again(context, message));
      return true;
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private static DeadLetter letter(Message message) throws JMSException {
    return new DeadLetter(
        message.getJMSMessageID(),
        queue(message),
        message.getStringProperty("throughline_reason"),
        Instant.ofEpochMilli(message.getJMSTimestamp()),
        message.getStringProperty("thread"),
        message instanceof TextMessage text ? text.getText() : null);
  }

  /** The broker's own note of where it came from, or the listener's. */
  private static String queue(Message message) throws JMSException {
    var broker = message.getStringProperty("_AMQ_ORIG_ADDRESS");
    return broker != null ? broker : message.getStringProperty("throughline_queue");
  }

  private static Message again(JMSContext context, Message dead) throws JMSException {
    var message = dead instanceof TextMessage text ? context.createTextMessage(text.getText()) : context.createMessage();
    for (var property : List.of("thread", "journey", "traceparent")) if (dead.propertyExists(property)) message.setStringProperty(property, dead.getStringProperty(property));
    return message;
  }
}
