package io.throughline.messaging;

import io.throughline.intake.EvidenceQueue;
import io.throughline.process.Envelope;
import io.throughline.process.Outgoing;
import io.throughline.process.Reply;
import io.throughline.store.Json;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.util.Optional;

/** Puts the hub's own messages on their queues, in the open transaction, and reads them again. */
@ApplicationScoped
public class Letters implements Outgoing, EvidenceQueue {

  static final String DEAD = "DLQ";

  @Resource(lookup = "jms/cf")
  ConnectionFactory broker;

  @Override
  public void command(Envelope envelope) {
    send("commands." + envelope.role().word(), Json.write(envelope), envelope.threadId(), envelope.traceparent());
  }

  @Override
  public void reply(Reply reply) {
    send("journeys", Json.write(reply), reply.journeyId(), reply.traceparent());
  }

  @Override
  public void evidence(long evidenceId, boolean volume, String traceparent) {
    send(volume ? "volume" : "intake", Long.toString(evidenceId), null, traceparent);
  }

  /** The message's content; empty if it is none of the hub's, in which case it goes to the dead letters with the reason. */
  <T> Optional<T> open(Message message, Class<T> type) throws JMSException {
    try {
      if (message instanceof TextMessage text) return Optional.of(Json.read(text.getText(), type));
      bury(message, "not a text message");
    } catch (IllegalArgumentException unreadable) {
      bury(message, unreadable.getMessage());
    }
    return Optional.empty();
  }

  private void bury(Message message, String reason) throws JMSException {
    try (var context = broker.createContext()) {
      var dead = message instanceof TextMessage text ? context.createTextMessage(text.getText()) : context.createMessage();
      dead.setStringProperty("throughline_reason", reason);
      dead.setStringProperty("throughline_queue", ((Queue) message.getJMSDestination()).getQueueName());
      context.createProducer().send(context.createQueue(DEAD), dead);
    }
  }

  private void send(String queue, String body, String thread, String traceparent) {
    try (var context = broker.createContext()) {
      JMSProducer producer = context.createProducer();
      if (thread != null) producer.setProperty("thread", thread);
      if (traceparent != null) producer.setProperty("traceparent", traceparent);
      producer.send(context.createQueue(queue), body);
    }
  }
}
