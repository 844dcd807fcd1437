package io.throughline.web.live;

import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The stream that a page holds open while somebody looks at it. */
@Path("experience/v1/live")
@ApplicationScoped
@Tag(name = "Live")
public class LiveResource {

  @Inject Streams streams;
  @Inject Caller caller;

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "live",
      summary = "Server-sent events: that something changed, never what it is now",
      description =
          "An event open at the start, then changed at most once a second, its data the words of what was added to: allocations, comments, decisions, evidence, exceptions, facts, hops, journals, systems,"
              + " waiting. A comment every 15 s keeps proxies awake. The stream ends with the token, at shutdown, and when it is not read; 503 when this node has as many as it takes: ask now and then instead.")
  public void open(@Context SseEventSink sink, @Context Sse sse) {
    if (!streams.open(sink, sse, caller.until())) throw new Refused(Problem.of(Code.UNAVAILABLE, "as many streams are open as this node takes"));
  }
}
