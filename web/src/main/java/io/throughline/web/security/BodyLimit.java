package io.throughline.web.security;

import io.throughline.web.problem.TooLarge;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;

/** No body is read beyond its limit, whatever its Content-Length says. */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyLimit implements ContainerRequestFilter {

  /** 1 MiB: a hundred times the largest body that is no list of facts. */
  private static final long USUAL_BYTES = 1 << 20;

  /** The setting that changes the limit of a what-if's facts. */
  public static final String WHAT_IF = "throughline.what-if.limit";

  /** Some 200,000 time entries. */
  public static final long WHAT_IF_BYTES = 64 << 20;

  @Context ResourceInfo resource;

  /** Bytes a usual body may have. */
  public static long usualBytes() {
    return configured("throughline.body.limit", USUAL_BYTES);
  }

  /** Bytes the facts of a what-if may have. */
  public static long whatIfBytes() {
    return configured(WHAT_IF, WHAT_IF_BYTES);
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    var method = resource.getResourceMethod();
    var facts = method == null ? null : method.getAnnotation(TakesFacts.class);
    var limit = facts == null ? usualBytes() : configured(facts.setting(), facts.bytes());
    if (request.getLength() > limit) throw new TooLarge(limit);
    request.setEntityStream(new Bounded(request.getEntityStream(), limit, request.getLength()));
  }

  private static long configured(String name, long otherwise) {
    return ConfigProvider.getConfig().getOptionalValue(name, Long.class).orElse(otherwise);
  }
}
