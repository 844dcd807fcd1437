package io.throughline.web.experience;

import io.throughline.messaging.DeadLetters;
import io.throughline.messaging.DeadLetters.DeadLetter;
import io.throughline.thread.Audit;
import io.throughline.web.idempotency.Once;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The last net of the broker: what is in it, and sending it again. */
@Path("experience/v1/operations/dead-letters")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Operations")
public class DeadLettersResource {

  @Inject DeadLetters letters;
  @Inject Audit audit;
  @Inject Caller caller;

  @GET
  @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "listDeadLetters", summary = "Messages that the broker or a listener gave up on, the oldest first")
  public List<DeadLetter> list() {
    return letters.list();
  }

  @POST
  @Path("{id}/replay")
  @RolesAllowed({Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "replayDeadLetter", summary = "Send a dead letter again to the queue it was meant for", description = "Commands and facts carry their keys, so nothing happens twice.")
  @APIResponse(responseCode = "204", description = "Sent again")
  public Response replay(@PathParam("id") String id) {
    if (!letters.replay(id)) throw Refused.absent("no dead letter " + id);
    audit.note(caller.name(), "replay", "dead-letter:" + id, Map.of());
    return Response.noContent().build();
  }
}
