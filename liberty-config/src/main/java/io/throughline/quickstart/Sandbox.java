package io.throughline.quickstart;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The played vendors: the sandbox war in a servlet container of this process, so that the server's death is not theirs. */
public final class Sandbox implements AutoCloseable {

  private final Server container;

  private Sandbox(Server container) {
    this.container = container;
  }

  /** Starts the war, which plays to the hub at {@code httpPort}; its memory is journaled below {@code home} and survives a restart. */
  public static Sandbox start(Path war, Path home, int port, int httpPort) {
    var container = new Server();
    var connector = new ServerConnector(container);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    container.addConnector(connector);
    var application = new WebAppContext(war.toString(), "/sandbox");
    application.setInitParameter("SANDBOX_DATA", home.resolve("sandbox").toString());
    application.setInitParameter("HTTP_PORT", String.valueOf(httpPort));
    application.addConfiguration(new AnnotationConfiguration());
    application.setTempDirectory(home.resolve("sandbox-war").toFile());
    application.setThrowUnavailableOnStartupException(true);
    container.setHandler(application);
    container.setStopTimeout(5_000); // requests under way may end; nobody waits longer for a played vendor
    try {
      container.start();
    } catch (Exception e) {
      throw new Refusal("the sandbox does not start: " + e.getMessage(), e);
    }
    return new Sandbox(container);
  }

  @Override
  public void close() {
    try {
      container.stop();
    } catch (Exception e) {
      throw new Refusal("the sandbox does not stop: " + e.getMessage(), e);
    }
  }
}
