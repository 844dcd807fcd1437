package io.throughline.artemis;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import java.util.Map;
import javax.transaction.xa.XAResource;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.apache.activemq.artemis.service.extensions.xa.recovery.ActiveMQXAResourceWrapper;
import org.apache.activemq.artemis.service.extensions.xa.recovery.XARecoveryConfig;

/**
 * The Artemis adapter, with a recovery resource that Liberty can use.
 *
 * <p>Liberty recovers inbound transactions with a new activation spec instance. The stock adapter looks the spec up among its
 * live endpoints by identity, finds none and answers with nothing, so branches in doubt would stay in doubt, silently. Any XA
 * session of the broker can recover any of its branches: this hands out one that connects by itself.
 */
public class LibertyArtemisResourceAdapter extends ActiveMQResourceAdapter {

  private static final long serialVersionUID = 1L;

  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) throws ResourceException {
    try {
      var recovery = XARecoveryConfig.newConfig(getDefaultActiveMQConnectionFactory(), getUserName(), getPassword(), Map.of());
      return new XAResource[] {new ActiveMQXAResourceWrapper(recovery)};
    } catch (Exception e) {
      throw new ResourceException("no recovery resource for the broker", e);
    }
  }
}
