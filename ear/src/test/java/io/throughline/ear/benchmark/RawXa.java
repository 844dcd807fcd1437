package io.throughline.ear.benchmark;

import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqJournalEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.hornetq.HornetqObjectStoreAdaptor;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.throughline.ear.HubFixture;
import jakarta.jms.TextMessage;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.Connection;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.postgresql.xa.PGXADataSource;

/** A message and rows in one XA transaction and nothing else: pgjdbc, the Artemis client and Narayana, whose log is durable as the server's is. */
final class RawXa implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 10_000;

  private final ActiveMQXAConnectionFactory broker;
  private final PGXADataSource database;
  private final TransactionManager transactions;

  /** What one message leads to. */
  @FunctionalInterface
  interface Rows {
    void write(Connection connection, String message) throws Exception;
  }

  RawXa(HubFixture hub, Path log) throws CoreEnvironmentBeanException {
    broker = new ActiveMQXAConnectionFactory(hub.brokerUrl() + RawBroker.WINDOW);
    database = new PGXADataSource();
    database.setUrl(hub.databaseUrl());
    database.setReWriteBatchedInserts(true);
    arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("benchmark");
    arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreType(HornetqObjectStoreAdaptor.class.getName());
    BeanPopulator.getDefaultInstance(HornetqJournalEnvironmentBean.class).setStoreDir(log.toString());
    BeanPopulator.getNamedInstance(HornetqJournalEnvironmentBean.class, "communicationStore").setStoreDir(log.resolve("communication").toString());
    transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  /** Takes so many messages in one session, each in a transaction of its own. */
  void take(String queue, int messages, Rows rows) throws Exception {
    var rowsSide = database.getXAConnection();
    try (var connection = broker.createXAConnection();
        var session = connection.createXASession();
        var consumer = session.createConsumer(session.createQueue(queue))) {
      connection.start();
      for (int i = 0; i < messages; i++) {
        transactions.begin();
        var transaction = transactions.getTransaction();
        transaction.enlistResource(session.getXAResource());
        transaction.enlistResource(rowsSide.getXAResource());
        var message = (TextMessage) consumer.receive(PATIENCE_MILLIS);
        if (message == null) throw new IllegalStateException("no message in " + queue);
        rows.write(rowsSide.getConnection(), message.getText());
        transactions.commit();
      }
    } finally {
      rowsSide.close();
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
