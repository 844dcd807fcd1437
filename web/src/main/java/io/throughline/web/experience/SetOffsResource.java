package io.throughline.web.experience;

import io.throughline.books.SetOffs;
import io.throughline.thread.view.Invoice;
import io.throughline.thread.view.InvoicesView;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is owed of a credit note, set off against other invoices of who is owed. */
@Path("experience/v1/finance/invoices/{id}/set-offs")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Finance")
public class SetOffsResource {

  private static final int LONGEST = 1000;

  @Inject SetOffs setOffs;
  @Inject InvoicesView invoices;
  @Inject Caller caller;

  /** {@code amount} with tax, in the note's currency; absent: as much as is open of both. */
  record Wanted(String invoiceId, String amount) {}

  @GET
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "setOffChoice", summary = "The invoices that what is owed of a credit note may be set off against", description = "Open ones of the same customer, legal entity and currency; none where nothing is owed.")
  public List<SetOffs.Open> choice(@PathParam("id") String id) {
    of(id);
    return setOffs.choice(id);
  }

  @POST
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "setOff", summary = "Set what is owed of a credit note off against an invoice", description = "No journal is made, and the ERP is not told. Money that comes for the invoice goes first: what it leaves no room for is owed again.")
  @APIResponse(responseCode = "200", description = "Set off; the note", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Invoice.class)))
  public Response set(@PathParam("id") String id, Wanted wanted) {
    of(id);
    var invoiceId = Bodies.there("/invoiceId", Bodies.present(wanted).invoiceId());
    return answer(id, setOffs.set(id, invoiceId, wanted.amount(), caller.name()));
  }

  @POST
  @Path("{invoiceId}/take-back")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "takeBackSetOff", summary = "Take back what a person set off against an invoice")
  @APIResponse(responseCode = "200", description = "Owed again; the note", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Invoice.class)))
  public Response takeBack(@PathParam("id") String id, @PathParam("invoiceId") String invoiceId, Wishes.Reason why) {
    of(id);
    return answer(id, setOffs.takeBack(id, invoiceId, Bodies.text("/reason", Bodies.present(why).reason(), LONGEST), caller.name()));
  }

  private Invoice of(String id) {
    return invoices.of(id).orElseThrow(() -> Refused.absent("no invoice " + id));
  }

  private Response answer(String id, Optional<SetOffs.Refusal> refusal) {
    return refusal
        .map(why -> switch (why) {
              case NOTHING_OWED -> Problem.of(Code.STATE_CONFLICT, "nothing is owed of " + id);
              case NOT_THEIRS -> Problem.field(Code.INVALID_BODY, "/invoiceId", "NOT_THEIRS", "no open invoice of the same customer, legal entity and currency");
              case AMOUNT -> Problem.field(Code.INVALID_BODY, "/amount", "AMOUNT", "an amount such as 120.50, and no more than is open of both");
              case NOT_SET_OFF -> Problem.of(Code.STATE_CONFLICT, "nothing was set off there by a person");
            })
        .map(Problem::response)
        .orElseGet(() -> Response.ok(of(id)).build());
  }
}
