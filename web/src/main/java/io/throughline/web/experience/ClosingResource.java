package io.throughline.web.experience;

import io.throughline.books.Closing;
import io.throughline.thread.Engagements;
import io.throughline.web.Bodies;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Delivery ends an engagement, or takes it up again. The address names the wish, so that a thread's own address stays {@link EngagementsResource}'s. */
@Path("experience/v1/delivery/engagements/{threadId}/{wish: close|reopen}")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Delivery")
public class ClosingResource {

  private static final int LONGEST_REASON = 1000;

  @Inject Closing closing;
  @Inject Engagements engagements;
  @Inject Caller caller;

  /** Why. */
  public record Reason(String reason) {}

  @POST
  @RolesAllowed({Roles.DELIVERY, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(
      operationId = "closeOrReopenEngagement",
      summary = "Close an active engagement to new time, or open a closed one again",
      description = "Time that is approved after closing is held, what was approved before is still billed; opened again, time that was held meanwhile is bound and billed.")
  @APIResponse(responseCode = "204", description = "Closed, or active again")
  public Response wish(@PathParam("threadId") String threadId, @Parameter(description = "close or reopen") @PathParam("wish") String wish, Reason reason) {
    var why = why(reason);
    if (engagements.of(threadId).isEmpty()) throw Refused.absent("no engagement " + threadId);
    return wish.equals("close")
        ? answer(closing.close(threadId, why, caller.name()), "the engagement is not active")
        : answer(closing.reopen(threadId, why, caller.name()), "the engagement is not closed");
  }

  private static String why(Reason reason) {
    return Bodies.text("/reason", Bodies.present(reason).reason(), LONGEST_REASON);
  }

  private static Response answer(boolean done, String otherwise) {
    return done ? Response.noContent().build() : Problem.of(Code.STATE_CONFLICT, otherwise).response();
  }
}
