package io.throughline.messaging;

import io.throughline.intake.EvidenceQueue;
import io.throughline.process.Envelope;
import io.throughline.process.Outgoing;
import io.throughline.process.Reply;
import io.throughline.store.Json;
import io.throughline.system.Role;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Puts the hub's own messages on their queues, in the open transaction, and reads them again. */
@ApplicationScoped
public class Letters implements Outgoing, EvidenceQueue {

  static final String DEAD = "DLQ";

  @Resource(lookup = "jms/cf")
  ConnectionFactory broker;

  private final Map<String, Queue> queues = new ConcurrentHashMap<>();

  @Override
  public void command(Envelope envelope) {
    send(commands(envelope.role()), Json.write(envelope), envelope.threadId(), envelope.journeyId(), envelope.traceparent());
  }

  @Override
  public void reply(Reply reply) {
    send(JourneyReplies.QUEUE, Json.write(reply), reply.threadId(), reply.journeyId(), reply.traceparent());
  }

  @Override
  public void evidence(long evidenceId, boolean volume, String traceparent) {
    send(volume ? VolumeBatches.QUEUE : IntakeFacts.QUEUE, Long.toString(evidenceId), null, null, traceparent);
  }

  /** Where the commands of a role wait. */
  static String commands(Role role) {
    return "commands." + role.word();
  }

  /** The content of a message from a queue; empty if it is none of the hub's, in which case it goes to the dead letters with the reason. */
  <T> Optional<T> open(Message message, String queue, Class<T> type) throws JMSException {
    try {
      if (message instanceof TextMessage text) return Optional.of(Json.read(text.getText(), type));
      bury(message, queue, "not a text message");
    } catch (IllegalArgumentException unreadable) {
      bury(message, queue, unreadable.getMessage());
    }
    return Optional.empty();
  }

  private void bury(Message message, String queue, String reason) throws JMSException {
    try (var context = broker.createContext()) {
      var dead = message instanceof TextMessage text ? context.createTextMessage(text.getText()) : context.createMessage();
      dead.setStringProperty("throughline_reason", reason);
      dead.setStringProperty("throughline_queue", queue);
      context.createProducer().send(queue(DEAD), dead);
    }
  }

  private void send(String queue, String body, String thread, String journey, String traceparent) {
    try (var context = broker.createContext()) {
      JMSProducer producer = context.createProducer();
      if (thread != null) producer.setProperty("thread", thread);
      if (journey != null) producer.setProperty("journey", journey);
      if (traceparent != null) producer.setProperty("traceparent", traceparent);
      producer.send(queue(queue), body);
    }
  }

  /** As the server's configuration names it. One that a session makes would ask the broker three times a message whether it is there. */
  private Queue queue(String name) {
    return queues.computeIfAbsent(name, unseen -> {
      try {
        return InitialContext.doLookup(unseen);
      } catch (NamingException e) {
        throw new IllegalStateException("no queue " + unseen + " in messaging.xml", e);
      }
    });
  }
}
