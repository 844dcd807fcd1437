package io.throughline.web.experience;

import io.throughline.books.Closing;
import io.throughline.web.Bodies;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Delivery ends an engagement, or takes it up again. */
@Path("experience/v1/delivery/engagements/{threadId}")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Delivery")
public class ClosingResource {

  private static final int LONGEST_REASON = 1000;

  @Inject Closing closing;
  @Inject Caller caller;

  /** Why. */
  public record Reason(String reason) {}

  @POST
  @Path("close")
  @RolesAllowed({Roles.DELIVERY, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "closeEngagement", summary = "Close an active engagement to new time", description = "Time that is approved later is held; what was approved before is still billed.")
  @APIResponse(responseCode = "204", description = "Closed")
  public Response close(@PathParam("threadId") String threadId, Reason reason) {
    return answer(closing.close(threadId, why(reason), caller.name()), "the engagement is not active");
  }

  @POST
  @Path("reopen")
  @RolesAllowed({Roles.DELIVERY, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "reopenEngagement", summary = "Open a closed engagement again", description = "Time that was held meanwhile is bound and billed.")
  @APIResponse(responseCode = "204", description = "Active again")
  public Response reopen(@PathParam("threadId") String threadId, Reason reason) {
    return answer(closing.reopen(threadId, why(reason), caller.name()), "the engagement is not closed");
  }

  private static String why(Reason reason) {
    return Bodies.text("/reason", Bodies.present(reason).reason(), LONGEST_REASON);
  }

  private static Response answer(boolean done, String otherwise) {
    return done ? Response.noContent().build() : Problem.of(Code.STATE_CONFLICT, otherwise).response();
  }
}
