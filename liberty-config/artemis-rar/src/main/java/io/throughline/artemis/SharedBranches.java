package io.throughline.artemis;

import java.util.Map;
import javax.transaction.xa.XAResource;
import org.apache.activemq.artemis.service.extensions.xa.ActiveMQXAResourceWrapper;
import org.apache.activemq.artemis.service.extensions.xa.ActiveMQXAResourceWrapperFactory;

/** Found by the adapter, which has it wrap the XA resource of each session, those of listeners and those of connections. */
public final class SharedBranches implements ActiveMQXAResourceWrapperFactory {

  @Override
  public ActiveMQXAResourceWrapper wrap(XAResource session, Map<String, Object> broker) {
    return new SharedBranch(session);
  }
}
