package io.throughline.web.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSRuntimeException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the broker. A client that has lost its broker waits for it, so the question has a time of its own, and one at a time is out. */
@ApplicationScoped
class Broker {

  private static final long ANSWER_MILLIS = 3_000;

  @Resource(lookup = "jms/cf")
  ConnectionFactory broker;

  @Resource ManagedExecutorService executor;

  private Future<?> question;

  /** Comes back if the broker answered; says why not otherwise. */
  synchronized void answers() throws TimeoutException, ExecutionException, InterruptedException {
    if (question == null) question = executor.submit(this::ask);
    try {
      question.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      question = null;
    } catch (ExecutionException failed) {
      question = null;
      throw failed;
    }
  }

  private void ask() {
    try (var context = broker.createContext();
        var dead = context.createBrowser(context.createQueue("DLQ"))) {
      dead.getEnumeration().hasMoreElements(); // a round trip to the broker, nothing else
    } catch (jakarta.jms.JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }
}
