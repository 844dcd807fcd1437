package io.throughline.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.service.extensions.ServiceUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener's session that takes a message and a connection's that sends one, on a real broker, driven as Liberty does. */
class SharedBranchTest {

  private static final Logger QUIET = Logger.getLogger("org.apache.activemq");
  private static final long SOON_MILLIS = 5_000;
  private static final AtomicInteger TRANSACTIONS = new AtomicInteger();

  @TempDir static Path folder;
  private static EmbeddedActiveMQ broker;
  private static ServerLocator locator;

  private ClientSessionFactory listeners;
  private ClientSessionFactory connections;
  private ClientSession taking;
  private ClientSession sending;
  private XAResource leader;
  private XAResource follower;

  @BeforeAll
  static void start() throws Exception {
    QUIET.setLevel(Level.SEVERE);
    var configuration = new ConfigurationImpl().setSecurityEnabled(false).setPersistenceEnabled(true)
        .setJournalDirectory(at("journal")).setBindingsDirectory(at("bindings")).setLargeMessagesDirectory(at("large")).setPagingDirectory(at("paging"))
        .addAcceptorConfiguration("here", "vm://0");
    broker = new EmbeddedActiveMQ().setConfiguration(configuration).start();
    locator = ActiveMQClient.createServerLocator("vm://0");
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  @AfterAll
  static void stop() throws Exception {
    locator.close();
    broker.stop();
  }

  @BeforeEach
  void connect() throws Exception {
    listeners = locator.createSessionFactory();
    connections = locator.createSessionFactory();
    taking = listeners.createSession(true, false, false);
    sending = connections.createSession(true, false, false);
    for (var queue : new String[] {"in", "out"}) taking.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    leader = ServiceUtils.wrapXAResource(taking, Map.of());
    follower = ServiceUtils.wrapXAResource(sending, Map.of());
    try (var session = listeners.createSession(); var producer = session.createProducer("in")) {
      producer.send(session.createMessage(true));
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    taking.close();
    sending.close();
    try (var session = listeners.createSession()) {
      for (var queue : new String[] {"in", "out"}) session.deleteQueue(queue);
    }
    listeners.close();
    connections.close();
  }

  @Test
  void whatTwoSessionsDidIsOneBranchAndOneCommit() throws Exception {
    var transaction = new Branches();
    work(transaction);

    assertThat(leader.prepare(transaction.first)).isEqualTo(XAResource.XA_OK);
    assertThat(follower.prepare(transaction.second)).isEqualTo(XAResource.XA_RDONLY);
    assertThat(leader.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).hasSize(1);
    leader.commit(transaction.first, false);

    assertThat(messages("in", 0)).isZero();
    assertThat(messages("out", 1)).isEqualTo(1);
    assertThat(leader.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).isEmpty();
  }

  @Test
  void rolledBackTheMessageIsBackAndNothingWasSent() throws Exception {
    var transaction = new Branches();
    work(transaction);

    leader.rollback(transaction.first);
    follower.rollback(transaction.second);
    taking.close(); // what it had taken is anybody's again

    assertThat(messages("in", 1)).isEqualTo(1);
    assertThat(messages("out", 0)).isZero();
  }

  @Test
  void whoeverRecoversCommitsWhatBothDid() throws Exception {
    var transaction = new Branches();
    work(transaction);
    leader.prepare(transaction.first);
    follower.prepare(transaction.second);
    taking.close();
    sending.close();

    try (var recovery = listeners.createSession(true, false, false)) {
      for (var branch : recovery.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)) recovery.commit(branch, false);
    }

    assertThat(messages("in", 0)).isZero();
    assertThat(messages("out", 1)).isEqualTo(1);
  }

  @Test
  void aSessionWhoseConnectionIsGoneCannotEndSoThatNothingIsCommitted() throws Exception {
    var transaction = new Branches();
    leader.start(transaction.first, XAResource.TMNOFLAGS);
    take();
    follower.start(transaction.second, XAResource.TMNOFLAGS);
    send();
    connections.getConnection().destroy();

    assertThatThrownBy(() -> follower.end(transaction.second, XAResource.TMSUCCESS)).isInstanceOf(XAException.class);
  }

  @Test
  void theNextTransactionLeadsItself() throws Exception {
    whatTwoSessionsDidIsOneBranchAndOneCommit();
    var alone = new Branches();

    follower.start(alone.second, XAResource.TMNOFLAGS);
    send();
    follower.end(alone.second, XAResource.TMSUCCESS);
    follower.commit(alone.second, true);

    assertThat(messages("out", 2)).isEqualTo(2);
  }

  /** The broker rolls back what a session has ended and not finished: for it a follower must have finished too. */
  @Test
  void aClientThatDiesAfterwardsLeavesNoMessageBehind() throws Exception {
    whatTwoSessionsDidIsOneBranchAndOneCommit();
    var taker = connections.createSession(true, false, false);
    taker.start(new Branches().first, XAResource.TMNOFLAGS);
    taker.start();
    taker.createConsumer("out").receive(SOON_MILLIS).acknowledge();

    connections.getConnection().destroy();

    assertThat(messages("out", 1)).isEqualTo(1);
  }

  private void work(Branches transaction) throws Exception {
    leader.start(transaction.first, XAResource.TMNOFLAGS);
    take();
    follower.start(transaction.second, XAResource.TMNOFLAGS);
    send();
    leader.end(transaction.first, XAResource.TMSUCCESS);
    follower.end(transaction.second, XAResource.TMSUCCESS);
  }

  private void take() throws Exception {
    taking.start();
    var consumer = taking.createConsumer("in");
    consumer.receive(SOON_MILLIS).acknowledge();
  }

  private void send() throws Exception {
    try (var producer = sending.createProducer("out")) {
      producer.send(sending.createMessage(true));
    }
  }

  /** Waits for as many as there should be: the broker puts them into the queue while it answers the commit. */
  private long messages(String queue, int expected) throws Exception {
    try (var session = listeners.createSession(); var consumer = session.createConsumer(queue)) {
      session.start();
      var found = 0;
      while (found < expected && consumer.receive(SOON_MILLIS) != null) found++;
      return consumer.receiveImmediate() == null ? found : found + 1;
    }
  }

  /** The two branches that a transaction manager gives to two resources. */
  private static final class Branches {

    private final byte[] transaction = ("transaction-" + TRANSACTIONS.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    private final Xid first = new XidImpl("1".getBytes(StandardCharsets.UTF_8), 1, transaction);
    private final Xid second = new XidImpl("2".getBytes(StandardCharsets.UTF_8), 1, transaction);
  }
}
