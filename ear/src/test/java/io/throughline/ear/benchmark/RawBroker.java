package io.throughline.ear.benchmark;

import io.throughline.ear.HubFixture;
import jakarta.jms.JMSContext;
import jakarta.jms.Session;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The hub's broker as any client reaches it. */
final class RawBroker implements AutoCloseable {

  /** As the hub's listeners fetch ahead, see MQ_WINDOW. */
  static final String WINDOW = "?consumerWindowSize=1024";

  private final String url;
  private final ActiveMQConnectionFactory factory;

  RawBroker(HubFixture hub) {
    url = hub.brokerUrl();
    factory = new ActiveMQConnectionFactory(url + WINDOW);
  }

  /** A queue beside the hub's own. */
  void create(String queue) throws Exception {
    try (var locator = ActiveMQClient.createServerLocator(url);
        var sessions = locator.createSessionFactory();
        var session = sessions.createSession()) {
      session.createAddress(SimpleString.of(queue), RoutingType.ANYCAST, false);
      session.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST).setDurable(true));
    }
  }

  /** Durable messages, all there at once. */
  void send(String queue, List<String> bodies) {
    try (var context = factory.createContext(Session.SESSION_TRANSACTED)) {
      var producer = context.createProducer();
      var destination = context.createQueue(queue);
      bodies.forEach(body -> producer.send(destination, body));
      context.commit();
    }
  }

  JMSContext context() {
    return factory.createContext(Session.AUTO_ACKNOWLEDGE);
  }

  /** Stops or restarts deliveries from a queue, as an operator can. */
  void deliver(String queue, boolean on) throws Exception {
    try (var locator = ActiveMQClient.createServerLocator(url);
        var sessions = locator.createSessionFactory();
        var session = sessions.createSession();
        var requestor = new ClientRequestor(session, "activemq.management")) {
      session.start();
      var message = session.createMessage(false);
      ManagementHelper.putOperationInvocation(message, ResourceNames.QUEUE + queue, on ? "resume" : "pause");
      var answer = requestor.request(message, 10_000);
      if (!ManagementHelper.hasOperationSucceeded(answer)) throw new IllegalStateException(queue + ": " + ManagementHelper.getResult(answer));
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
