package io.throughline.sandbox.front;

import io.throughline.sandbox.Sandbox;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Opens the sandbox with the web application and closes it after. {@code SANDBOX_DATA}, as context parameter, system property
 * or environment variable, names the directory where it keeps its rows; without it they are forgotten.
 */
public final class SandboxStart implements ServletContextListener {

  private static final String FOLDERS = "/WEB-INF/classes/vendors/";

  static final String SANDBOX = Sandbox.class.getName();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    var context = event.getServletContext();
    var data = context.getInitParameter("SANDBOX_DATA");
    if (data == null) data = System.getProperty("SANDBOX_DATA");
    if (data == null) data = System.getenv("SANDBOX_DATA");
    var kept = data == null || data.isBlank() ? null : Path.of(data);
    context.setAttribute(SANDBOX, new Sandbox(vendors(context), kept, Clock.systemUTC()));
  }

  /** The folders as the container lists them: class loaders of packed wars cannot. */
  private static Set<String> vendors(ServletContext context) {
    var folders = context.getResourcePaths(FOLDERS);
    if (folders == null) return Set.of();
    return folders.stream().map(path -> path.substring(FOLDERS.length()).replace("/", "")).collect(Collectors.toSet());
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
