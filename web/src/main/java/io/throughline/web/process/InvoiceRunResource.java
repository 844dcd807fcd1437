package io.throughline.web.process;

import io.throughline.books.InvoiceRuns;
import io.throughline.thread.Engagements;
import io.throughline.web.Bodies;
import io.throughline.web.idempotency.EffectFree;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Drafts what is due. */
@Path("process/v1/invoice-runs")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Process")
public class InvoiceRunResource {

  @Inject InvoiceRuns runs;
  @Inject Engagements engagements;
  @Inject Caller caller;

  /** Time worked up to and with {@code through}; of one engagement, or of all. */
  public record InvoiceRun(LocalDate through, String threadId) {}

  /** The ids of the drafts. */
  public record Drafts(List<String> documents) {}

  @POST
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "runInvoices",
      summary = "Draft invoices for approved time that is not billed yet",
      description = "Drafts wait for release; running again drafts nothing twice, because billed minutes are allocated.")
  @APIResponse(responseCode = "200", description = "Drafted; an empty list where nothing was due", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Drafts.class)))
  public Response run(InvoiceRun run) {
    sensible(run);
    return Response.ok(new Drafts(runs.run(run.through(), Optional.ofNullable(run.threadId()), caller.name()))).build();
  }

  @POST
  @Path("preview")
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @EffectFree
  @Operation(operationId = "previewInvoices", summary = "What an invoice run would draft now", description = "The very documents, without drafting any. A run drafts what is due when it runs.")
  public InvoiceRuns.Preview preview(InvoiceRun run) {
    sensible(run);
    return runs.preview(run.through(), Optional.ofNullable(run.threadId()));
  }

  private void sensible(InvoiceRun run) {
    Bodies.there("/through", Bodies.present(run).through());
    if (run.threadId() != null && engagements.of(run.threadId()).isEmpty()) throw new Refused(Problem.field(Code.INVALID_BODY, "/threadId", "ENGAGEMENT_UNKNOWN", "no engagement " + run.threadId()));
  }
}
