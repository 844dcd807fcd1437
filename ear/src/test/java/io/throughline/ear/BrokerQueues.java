package io.throughline.ear;

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

  /** Plants a message that no listener can read. */
  static void plant(int port, String queue) {
    try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
        var factory = locator.createSessionFactory();
        var session = factory.createSession();
        var producer = session.createProducer(queue)) {
      producer.send(session.createMessage(true));
    } catch (Exception e) {
      throw new IllegalStateException("cannot plant poison in " + queue, e);
    }
  }
}
