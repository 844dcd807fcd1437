package io.throughline.web.process;

import io.throughline.connector.Connectors;
import io.throughline.intake.EvidenceStore;
import io.throughline.store.Sha256;
import io.throughline.thread.view.Evidence;
import io.throughline.thread.view.EvidenceView;
import io.throughline.web.Numbers;
import io.throughline.web.idempotency.Key;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import io.throughline.web.security.TakesFacts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Facts posted in the hub's own words. */
@Path("process/v1/intake")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Process")
public class IntakeResource {

  private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  @Inject EvidenceStore evidence;
  @Inject EvidenceView view;
  @Inject Connectors connectors;
  @Inject Caller caller;

  /** Where the outcome can be read. */
  public record Taken(long evidenceId, int facts, String source, String href) {}

  @POST
  @Path("{kind}")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once(keptDays = 35)
  @TakesFacts
  @Operation(
      operationId = "takeFacts",
      summary = "Take one canonical fact or a list of them",
      description =
          "The shape is checked now (422 with a pointer for each wrong field, nothing is stored); what the facts mean is worked out afterwards: the evidence at Location says what became"
              + " of each. Sales operations post won-deal, signature and client; delivery time-entry, expense, milestone, member, leave and work-rate; finance invoice-status, payment, credit-use, billing-account, fx-rate and worker; an operator may post all.")
  @RequestBody(required = true, description = "One fact of the kind, or an array of them")
  @APIResponse(responseCode = "202", description = "Stored; Location leads to the outcome", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Taken.class)))
  public Response take(
      @Parameter(description = "won-deal, signature, client, time-entry, expense, milestone, member, leave, work-rate, invoice-status, payment, credit-use, billing-account, fx-rate or worker", example = "won-deal") @PathParam("kind") String kind,
      @Parameter(description = "The system the facts come from; absent: the connected system of the kind's role, where only one plays it") @QueryParam("source") String source,
      @Parameter(hidden = true) @HeaderParam(Key.HEADER) String key,
      byte[] body) {
    var known = Kind.named(kind);
    if (known.isEmpty()) return Problem.of(Code.UNKNOWN_KIND, "no facts of kind " + kind + " are taken").response();
    if (!caller.isAny(known.get().poster(), Roles.OPERATOR, Roles.ADMIN)) return Problem.of(Code.ROLE_MISSING, known.get().poster() + " posts facts of kind " + kind).response();
    if (source == null && connectors.systemsFor(known.get().from()).size() > 1) return Problem.of(Code.BAD_PARAMETER, "source: several systems play " + known.get().from().word() + ", say which").response();
    var from = source == null ? connectors.systemFor(known.get().from()).orElse("api") : source;
    if (!SOURCE.matcher(from).matches()) return Problem.of(Code.BAD_PARAMETER, "source: small letters, digits, dot, underscore and hyphen").response();
    var facts = Facts.check(known.get(), body);
    var kept = evidence.keep(from, EvidenceStore.CANONICAL + kind, "api:" + Sha256.of(caller.name(), kind, key), body);
    var address = "process/v1/intake/evidence/" + kept.id();
    return Response.accepted(new Taken(kept.id(), facts, from, "/api/" + address)).location(URI.create(address)).build(); // the container puts its base before it
  }

  @GET
  @Path("evidence/{id}")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "evidence", summary = "What became of posted facts", description = "state is new, queued or read; once read, entries says what became of each fact.")
  public Evidence of(@PathParam("id") String id) {
    return view.of(Numbers.id(id)).orElseThrow(() -> Refused.absent("no evidence " + id));
  }
}
