package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The archive as it is shipped, byte for byte, deployed into a managed container by somebody else than our own launcher. */
@ExtendWith(ArquillianServer.class)
@ArquillianTest
@RunAsClient
class DeploysArquillianIT {

  private final Api anybody = new Api(URI.create("http://127.0.0.1:" + System.getProperty("throughline.http.port")), null);

  @Deployment(testable = false)
  static EnterpriseArchive theShippedArchive() {
    return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, HubFixture.path("throughline.ear").toFile());
  }

  @Test
  void theArchiveStartsAndFindsItsDatabaseItsBrokerAndItsListeners() {
    await().atMost(Duration.ofSeconds(60)).until(() -> anybody.get("/health/ready").status() == 200);

    assertThat(anybody.get("/health/started").json().get("status").asText()).isEqualTo("UP");
  }

  @Test
  void nobodyGetsInWithoutAToken() {
    assertThat(anybody.get("/api/experience/v1/operations/proofs").status()).isEqualTo(401);
  }
}
