package io.throughline.web.experience;

import io.throughline.process.Journeys;
import io.throughline.thread.view.Journey;
import io.throughline.thread.view.JourneysView;
import io.throughline.thread.view.Page;
import io.throughline.web.Bodies;
import io.throughline.web.Paging;
import io.throughline.web.Words;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The journeys, for the people who run them. */
@Path("experience/v1/operations/journeys")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Journeys")
public class JourneysResource {

  @Inject JourneysView view;
  @Inject Journeys journeys;
  @Inject Caller caller;

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "journeys", summary = "Journeys, the one that moved last first")
  public Page<Journey> list(
      @Parameter(description = "running, waiting, held, undoing, done or undone") @QueryParam("state") String state,
      @Parameter(description = "The plan's name") @QueryParam("plan") String plan,
      @QueryParam("threadId") String threadId,
      @BeanParam Paging paging) {
    Words.of("state", state, "running", "waiting", "held", "undoing", "done", "undone");
    return paging.of((limit, cursor) -> view.list(state, plan, threadId, limit, cursor));
  }

  @GET
  @Path("{id}")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "journey", summary = "One journey with its steps, every effect it asked for, and what started it")
  public Journey of(@PathParam("id") String id) {
    return view.of(id).orElseThrow(() -> Refused.absent("no journey " + id));
  }

  @POST
  @Path("{id}/resume")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "resumeJourney", summary = "Go on from where it is held; begins an undone journey anew")
  @APIResponse(responseCode = "202", description = "It goes on", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wishes.Accepted.class)))
  public Response resume(@PathParam("id") String id) {
    return Wishes.answer(id, journeys.resume(id, caller.name()));
  }

  @POST
  @Path("{id}/undo")
  @Consumes("application/json")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "undoJourney", summary = "Take back what the journey created", description = "Only before its pivot. What is unknown is settled first.")
  @APIResponse(responseCode = "202", description = "It is being undone", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wishes.Accepted.class)))
  public Response undo(@PathParam("id") String id, Wishes.Reason why) {
    return Wishes.answer(id, journeys.undo(id, caller.name(), Bodies.text("/reason", Bodies.present(why).reason(), 500)));
  }
}
