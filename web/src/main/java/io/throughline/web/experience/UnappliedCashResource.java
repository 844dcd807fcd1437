package io.throughline.web.experience;

import io.throughline.books.UnappliedCash;
import io.throughline.thread.view.Page;
import io.throughline.thread.view.UnappliedView;
import io.throughline.web.Bodies;
import io.throughline.web.Paging;
import io.throughline.web.Scoping;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
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
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Money that nobody applied yet, and what finance applies of it. */
@Path("experience/v1/finance/unapplied-cash")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Finance")
public class UnappliedCashResource {

  private static final int LONGEST = 2000;

  @Inject UnappliedView view;
  @Inject UnappliedCash cash;
  @Inject Caller caller;

  record Allocations(List<UnappliedCash.Wanted> allocations) {}

  record Advance(String threadId) {}

  @GET
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "unappliedCash", summary = "Payments of which something lies unapplied", description = "In each currency the largest amount first.")
  public Page<UnappliedView.Unapplied> list(@BeanParam Scoping scoping, @BeanParam Paging paging) {
    var scope = scoping.scope();
    return paging.of((limit, cursor) -> view.list(scope, limit, cursor));
  }

  @GET
  @Path("{system}/{paymentId}")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "unappliedPayment", summary = "What lies unapplied of a payment, the invoices it may pay, what was applied here, and for which engagements it may be an advance", description = "Open invoices of who paid, and of whom they pay for, in the payment's currency and the same legal entity, by due day.")
  public UnappliedCash.Choice one(@PathParam("system") String system, @PathParam("paymentId") String paymentId) {
    return cash.choice(system, paymentId).orElseThrow(() -> Refused.absent("no payment " + paymentId + " of " + system));
  }

  @POST
  @Path("{system}/{paymentId}/applications")
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "applyCash", summary = "Apply unapplied money to invoices", description = "All that is named or nothing. The ERP is not told: what it applies itself later counts in the place of this.")
  @APIResponse(responseCode = "200", description = "Applied; what is left", content = @Content(mediaType = "application/json", schema = @Schema(implementation = UnappliedCash.Choice.class)))
  public Response apply(@PathParam("system") String system, @PathParam("paymentId") String paymentId, Allocations wanted) {
    one(system, paymentId);
    var allocations = Bodies.present(wanted).allocations();
    if (allocations == null || allocations.isEmpty() || allocations.contains(null)) return Problem.field(Code.INVALID_BODY, "/allocations", "REQUIRED", "at least one invoice").response();
    var wrong = cash.apply(system, paymentId, allocations, caller.name());
    if (!wrong.isEmpty()) return Problem.of(Code.INVALID_BODY, wrong.get(0).message(), wrong).response();
    return Response.ok(one(system, paymentId)).build();
  }

  @POST
  @Path("{system}/{paymentId}/applications/{invoiceId}/take-back")
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "takeBackCash",
      summary = "Take back all that was applied here to an invoice",
      description = "It lies with who paid again, and no rule applies anything of the payment any more. What the ERP applied is taken back there.")
  @APIResponse(responseCode = "200", description = "Taken back; what lies now", content = @Content(mediaType = "application/json", schema = @Schema(implementation = UnappliedCash.Choice.class)))
  public Response takeBack(@PathParam("system") String system, @PathParam("paymentId") String paymentId, @PathParam("invoiceId") String invoiceId, Wishes.Reason why) {
    one(system, paymentId);
    var reason = Bodies.text("/reason", Bodies.present(why).reason(), LONGEST);
    if (!cash.takeBack(system, paymentId, invoiceId, reason, caller.name())) return Problem.of(Code.STATE_CONFLICT, "nothing of payment " + paymentId + " was applied here to " + invoiceId + ": what the ERP applied is taken back there").response();
    return Response.ok(one(system, paymentId)).build();
  }

  @POST
  @Path("{system}/{paymentId}/advance")
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "nameAdvance", summary = "Say for which engagement unapplied money came before the bill", description = "Its next invoices deduct it as they are booked; without threadId it is an advance for none any more. The ERP is not told.")
  @APIResponse(responseCode = "200", description = "Said; what lies", content = @Content(mediaType = "application/json", schema = @Schema(implementation = UnappliedCash.Choice.class)))
  public Response advance(@PathParam("system") String system, @PathParam("paymentId") String paymentId, Advance said) {
    one(system, paymentId);
    var wrong = cash.advance(system, paymentId, Bodies.present(said).threadId(), caller.name());
    if (!wrong.isEmpty()) return Problem.of(Code.INVALID_BODY, wrong.get(0).message(), wrong).response();
    return Response.ok(one(system, paymentId)).build();
  }
}
