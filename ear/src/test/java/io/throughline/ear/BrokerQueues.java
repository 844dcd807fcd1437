package io.throughline.ear;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;

/** What an operator sees of the broker's queues. */
final class BrokerQueues {

  private BrokerQueues() {}

  static int count(int port, String queue) {
    try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
        var factory = locator.createSessionFactory();
        var session = factory.createSession()) {
      return (int) session.queueQuery(SimpleString.of(queue)).getMessageCount();
    } catch (Exception e) {
      throw new IllegalStateException("cannot look into queue " + queue, e);
    }
  }

  /** Plants a message: a text, or one that no listener can read where there is none. */
  static void plant(int port, String queue, String text) {
    try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
        var factory = locator.createSessionFactory();
        var session = factory.createSession();
        var producer = session.createProducer(queue)) {
      var message = session.createMessage(text == null ? Message.DEFAULT_TYPE : Message.TEXT_TYPE, true);
      if (text != null) message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text));
      producer.send(message);
    } catch (Exception e) {
      throw new IllegalStateException("cannot plant a message in " + queue, e);
    }
  }
}
