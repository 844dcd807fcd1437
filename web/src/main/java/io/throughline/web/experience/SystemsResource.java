package io.throughline.web.experience;

import io.throughline.process.Pauses;
import io.throughline.thread.Audit;
import io.throughline.thread.view.SystemsView.ConnectedSystem;
import io.throughline.thread.view.SystemsView;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The connected systems, for the people who keep them running. */
@Path("experience/v1/operations/systems")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Systems")
public class SystemsResource {

  @Inject SystemsView view;
  @Inject Pauses pauses;
  @Inject Audit audit;
  @Inject Caller caller;

  /** Whether traffic to a system is stopped. */
  public record Traffic(String system, boolean paused) {}

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "systems", summary = "Each system: circuit, quota, errors, latency, what waits for it, and its feeds")
  public List<ConnectedSystem> list() {
    return view.all();
  }

  @GET
  @Path("{system}")
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "system", summary = "One system")
  public ConnectedSystem of(@PathParam("system") String system) {
    return view.of(system).orElseThrow(() -> Refused.absent("no system " + system));
  }

  @POST
  @Path("{system}/pause")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "pauseSystem", summary = "Stop traffic to a system", description = "Commands for it wait; nothing is lost. Others go on.")
  @APIResponse(responseCode = "200", description = "Stopped", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Traffic.class)))
  public Response pause(@PathParam("system") String system) {
    return traffic(system, true);
  }

  @POST
  @Path("{system}/resume")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "resumeSystem", summary = "Let traffic to a system go on", description = "What waits is sent in order.")
  @APIResponse(responseCode = "200", description = "It goes on", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Traffic.class)))
  public Response resume(@PathParam("system") String system) {
    return traffic(system, false);
  }

  private Response traffic(String system, boolean paused) {
    if (view.of(system).isEmpty()) return Problem.of(Code.NOT_FOUND, "no system " + system).response();
    audit.note(caller.name(), paused ? "pause" : "resume", "system:" + system, Map.of());
    pauses.pause(system, paused);
    return Response.ok(new Traffic(system, paused)).build();
  }
}
