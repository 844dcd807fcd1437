package io.throughline.sandbox.front;

import io.throughline.sandbox.Sandbox;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Opens the sandbox with the web application and closes it after. {@code SANDBOX_DATA}, as context parameter, system property
 * or environment variable, names the directory where it keeps its rows; without it they are forgotten.
 */
public final class SandboxStart implements ServletContextListener {

  static final String SANDBOX = Sandbox.class.getName();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    var context = event.getServletContext();
    var data = context.getInitParameter("SANDBOX_DATA");
    if (data == null) data = System.getProperty("SANDBOX_DATA");
    if (data == null) data = System.getenv("SANDBOX_DATA");
    var kept = data == null || data.isBlank() ? null : Path.of(data);
    context.setAttribute(SANDBOX, new Sandbox(kept, Clock.systemUTC()));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (event.getServletContext().getAttribute(SANDBOX) instanceof Sandbox sandbox) {
      try {
        sandbox.close();
      } catch (IOException unwritten) {
        throw new UncheckedIOException(unwritten);
      }
    }
  }
}
