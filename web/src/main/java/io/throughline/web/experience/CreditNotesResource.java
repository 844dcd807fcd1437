package io.throughline.web.experience;

import io.throughline.books.Concessions;
import io.throughline.books.InvoiceCredits;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Invoices that finance credits: proposed by one, released by another person as every draft is. */
@Path("experience/v1/finance/invoices/{id}/credit-notes")
@ApplicationScoped
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Finance")
public class CreditNotesResource {

  private static final int LONGEST = 1000;

  @Inject InvoiceCredits credits;
  @Inject Concessions concessions;
  @Inject InvoicesView invoices;
  @Inject Caller caller;

  @POST
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "creditInvoice",
      summary = "Propose to credit an invoice: all that is left of it, its work to be billed again",
      description = "Drafts a credit note, with a reason, which another person releases. What it gives back is unbilled, and the invoice runs bill it once the note is booked; until then the draft may be discarded.")
  @APIResponse(responseCode = "201", description = "The draft of the credit note", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Invoice.class)))
  public Response credit(@PathParam("id") String id, Wishes.Reason why) {
    return answer(id, credits.propose(id, reason(why), caller.name()));
  }

  @POST
  @Path("voided")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "takeVoidedInvoiceBack",
      summary = "Propose to take back an invoice that the ERP voided: all that is left of it, its work to be billed again",
      description = "Drafts a credit note of the day on which the ERP told that it voided it. Another person releases it; it is booked here, and the ERP is told nothing.")
  @APIResponse(responseCode = "201", description = "The draft of the credit note", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Invoice.class)))
  public Response takeBack(@PathParam("id") String id, Wishes.Reason why) {
    return answer(id, credits.takeBack(id, reason(why), caller.name()));
  }

  /** {@code amount} net, in the invoice's currency; {@code line} by its number. */
  record Part(Integer line, String amount, String reason) {}

  @POST
  @Path("parts")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "giveUpPart",
      summary = "Propose to give up a part of a line of an invoice: a net amount, its work stays billed",
      description = "Drafts a credit note of the amount, of a line of time or of a milestone, which another person releases. No more than is left of the line.")
  @APIResponse(responseCode = "201", description = "The draft of the credit note", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Invoice.class)))
  public Response giveUp(@PathParam("id") String id, Part part) {
    var reason = Bodies.text("/reason", Bodies.present(part).reason(), LONGEST);
    return answer(id, concessions.propose(id, Bodies.there("/line", part.line()), part.amount(), reason, caller.name()));
  }

  private static String reason(Wishes.Reason why) {
    return Bodies.text("/reason", Bodies.present(why).reason(), LONGEST);
  }

  private Response answer(String id, InvoiceCredits.Outcome outcome) {
    return outcome.fold(
        drafted -> Response.created(URI.create("experience/v1/finance/invoices/" + drafted.noteId())).entity(invoices.of(drafted.noteId()).orElseThrow()).build(),
        refused -> problem(id, refused.why()).response());
  }

  private static Problem problem(String id, InvoiceCredits.Refusal why) {
    return switch (why) {
      case UNKNOWN -> throw Refused.absent("no invoice " + id);
      case NOT_BOOKED -> Problem.of(Code.STATE_CONFLICT, "only a booked invoice is credited: discard a draft");
      case VOIDED -> Problem.of(Code.STATE_CONFLICT, "the ERP voided it: a credit note would take it off there once more. Take it back on its page");
      case NOT_VOIDED -> Problem.of(Code.STATE_CONFLICT, "the ERP did not void it: credit it");
      case UNDER_WAY -> Problem.of(Code.STATE_CONFLICT, "a credit note of it is not booked yet");
      case NOTHING_LEFT -> Problem.of(Code.STATE_CONFLICT, "it is credited in full");
      case PARKED -> Problem.of(Code.STATE_CONFLICT, "its engagement is parked");
      case NOT_GIVEN_UP -> Problem.field(Code.INVALID_BODY, "/line", "NOT_GIVEN_UP", "a line of time or of a milestone of which something is left");
      case AMOUNT -> Problem.field(Code.INVALID_BODY, "/amount", "AMOUNT", "a net amount such as 120.50, and no more than is left of the line");
    };
  }
}
