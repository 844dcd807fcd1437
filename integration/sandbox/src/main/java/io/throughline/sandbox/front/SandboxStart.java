package io.throughline.sandbox.front;

import io.throughline.sandbox.Sandbox;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens the sandbox with the web application and closes it after. Settings are context parameters, system properties or
 * environment variables: {@code SANDBOX_DATA}, the directory where rows are kept (without it they are forgotten), and
 * {@code HUB_URL}, or {@code HTTP_PORT} on this machine, where scenarios find the hub.
 */
public final class SandboxStart implements ServletContextListener {

  private static final String FOLDERS = "/WEB-INF/classes/vendors/";

  static final String SANDBOX = Sandbox.class.getName();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    var context = event.getServletContext();
    var data = setting(context, "SANDBOX_DATA", "");
    var kept = data.isBlank() ? null : Path.of(data);
    var hub = setting(context, "HUB_URL", "http://127.0.0.1:" + setting(context, "HTTP_PORT", "9080"));
    context.setAttribute(SANDBOX, new Sandbox(vendors(context), kept, URI.create(hub), Clock.systemUTC()));
  }

  private static String setting(ServletContext context, String name, String otherwise) {
    return Stream.of(context.getInitParameter(name), System.getProperty(name), System.getenv(name)).filter(Objects::nonNull).findFirst().orElse(otherwise);
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
