package io.throughline.web.experience;

import io.throughline.books.Releases;
import io.throughline.process.Journeys.Refusal;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Many drafts at once, as at the end of a month: what is refused of some leaves the others be. */
@Path("experience/v1/finance/drafts")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Finance")
public class DraftsResource {

  private static final int MOST = 200;
  private static final int LONGEST = 500;

  @Inject Releases releases;
  @Inject Caller caller;

  /** Documents by their ids; {@code reason} where they are discarded. */
  record Chosen(List<String> documents, String reason) {}

  /** Why one was left as it is. */
  public record Left(String documentId, Code code, String title) {}

  public record Outcome(List<String> done, List<Left> refused) {}

  @POST
  @Path("release")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "releaseDrafts", summary = "Let drafts become invoices in the ERP", description = "Up to 200. Once one is booked there is no undo: a correction is a new document.")
  @APIResponse(responseCode = "200", description = "Which were released, and which not", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Outcome.class)))
  public Response release(Chosen chosen) {
    return each(chosen, id -> releases.release(id, caller.name()));
  }

  @POST
  @Path("discard")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "discardDrafts", summary = "Take drafts back", description = "Up to 200, with a reason. What they bill is due again, and the next run drafts it anew.")
  @APIResponse(responseCode = "200", description = "Which were taken back, and which not", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Outcome.class)))
  public Response discard(Chosen chosen) {
    var reason = Bodies.text("/reason", Bodies.present(chosen).reason(), LONGEST);
    return each(chosen, id -> releases.discard(id, reason, caller.name()));
  }

  private static Response each(Chosen chosen, Function<String, Optional<Refusal>> wish) {
    var documents = Bodies.there("/documents", Bodies.present(chosen).documents());
    if (documents.isEmpty() || documents.size() > MOST || documents.contains(null)) throw new Refused(Problem.field(Code.INVALID_BODY, "/documents", "COUNT", "one to " + MOST + " ids"));
    var done = new ArrayList<String>();
    var left = new ArrayList<Left>();
    for (var id : new TreeSet<>(documents)) wish.apply(id).map(Wishes::code).ifPresentOrElse(code -> left.add(new Left(id, code, code.title())), () -> done.add(id));
    return Response.ok(new Outcome(done, left)).build();
  }
}
