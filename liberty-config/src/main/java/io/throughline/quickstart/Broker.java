package io.throughline.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * A real Artemis broker, configured by the same {@code broker.xml} that an operator can start from.
 *
 * <p>As a program it is the broker alone, in a process of its own: the tests kill it.
 */
public final class Broker implements AutoCloseable {

  private static final int START_SECONDS = 30;

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

  private Broker() {}

  public static Broker start(Path home, int port) {
    System.setProperty("broker.data", home.resolve("mq").toString());
    System.setProperty("broker.port", String.valueOf(port));
    var started = new Broker();
    try {
      started.broker.setConfigResourcePath("broker.xml").start();
      if (started.server().waitForActivation(START_SECONDS, TimeUnit.SECONDS)) return started;
    } catch (Exception e) {
      throw new Refusal("Artemis does not start: " + e.getMessage(), e);
    }
    throw new Refusal("Artemis does not become active: does another broker use " + home.resolve("mq") + "?");
  }

  /** The broker alone, until its input ends, as it does when its parent is killed: {@code Broker <home> <port>}. */
  public static void main(String[] arguments) throws IOException {
    QuietLog.on();
    var broker = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
    System.out.println("broker is ready");
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0); // the broker's own threads would keep the process
  }

  ActiveMQServer server() {
    return broker.getActiveMQServer();
  }

  @Override
  public void close() {
    try {
      broker.stop();
    } catch (Exception e) {
      throw new Refusal("Artemis does not stop: " + e.getMessage(), e);
    }
  }
}
