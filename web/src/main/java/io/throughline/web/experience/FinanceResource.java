package io.throughline.web.experience;

import io.throughline.books.CloseChecklist;
import io.throughline.books.Months;
import io.throughline.books.Releases;
import io.throughline.einvoice.EInvoices;
import io.throughline.thread.view.AgesView;
import io.throughline.thread.view.EarnedView;
import io.throughline.thread.view.HeldView;
import io.throughline.thread.view.Invoice;
import io.throughline.thread.view.InvoicesView;
import io.throughline.thread.view.Page;
import io.throughline.thread.view.UnbilledView;
import io.throughline.web.MayTake;
import io.throughline.web.Paging;
import io.throughline.web.Scoping;
import io.throughline.web.Words;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Refused;
import io.throughline.web.process.MonthsResource;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Bills, what is not billed yet, what is not paid yet, what months earned. */
@Path("experience/v1/finance")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Finance")
public class FinanceResource {

  @Inject AgesView ages;
  @Inject UnbilledView unbilled;
  @Inject HeldView held;
  @Inject InvoicesView invoices;
  @Inject Releases releases;
  @Inject EInvoices einvoices;
  @Inject EarnedView earned;
  @Inject Months months;
  @Inject CloseChecklist checklist;
  @Inject Caller caller;

  @GET
  @Path("unbilled")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "unbilled",
      summary = "Approved time that is not billed yet, by engagement and age",
      description = "Age in days since the work: 0-30, 31-60, 61-90, over-90. In each currency the largest amount first, where no other order is wanted; limit counts engagements, each has a row an age.")
  public AgesView.Open unbilled(@BeanParam Scoping scoping, @Parameter(description = "-amount (the usual) or worked, the oldest open work first; a minus more or less turns it round") @QueryParam("sort") String sort, @BeanParam Paging paging) {
    Words.of("sort", sort, UnbilledView.SORTS.words());
    var scope = scoping.scope();
    return paging.read((limit, cursor) -> unbilled.list(scope, sort, limit, cursor));
  }

  @GET
  @Path("unbilled/ages")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "unbilledAges", summary = "All approved time and expenses, completed milestones and due periods that are not billed yet, by currency and age")
  public AgesView.Ages unbilledAges() {
    return ages.unbilledAges();
  }

  @GET
  @Path("held")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "held",
      summary = "Time and expenses that are held, by engagement",
      description = "What could not be bound or priced, and what a cap of expenses has no room for. In each currency the largest amount first. Work of no engagement is in every entity's.")
  public Page<HeldView.Held> held(@BeanParam Scoping scoping, @BeanParam Paging paging) {
    var scope = scoping.scope();
    return paging.of((limit, cursor) -> held.list(scope, limit, cursor));
  }

  @GET
  @Path("receivables")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "receivables", summary = "Posted bills that are not paid yet, by engagement and age", description = "Age in days since due: not-due, 0-30, 31-60, 61-90, over-90. The oldest first, where no other order is wanted.")
  public AgesView.Open receivables(@Parameter(description = "due (the usual), -amount or client; a minus more or less turns it round") @QueryParam("sort") String sort, @BeanParam Paging paging) {
    Words.of("sort", sort, AgesView.RECEIVABLES.words());
    return paging.read((limit, cursor) -> ages.receivables(sort, limit, cursor));
  }

  @GET
  @Path("receivables/ages")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "receivablesAges", summary = "All posted bills that are not paid yet, by currency and age")
  public AgesView.Ages receivablesAges() {
    return ages.receivablesAges();
  }

  @GET
  @Path("earned")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "earned",
      summary = "Billed versus earned, by engagement",
      description =
          "earned is the revenue in the ledger and what was delivered (time at its rate, accepted milestones) that the ledger does not carry as an asset yet; billed is what the ERP has as invoices, less credit notes."
              + " difference is earned less billed: positive is work to be billed, negative is money for work to be done. The largest difference first, in each entity and currency.")
  public Page<EarnedView.Earned> earned(@BeanParam Paging paging) {
    return paging.of(earned::byEngagement);
  }

  @GET
  @Path("earned/books")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "earnedBooks", summary = "Billed versus earned, each legal entity and currency in one line")
  public List<EarnedView.Book> books() {
    return earned.books();
  }

  @GET
  @Path("months")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "months", summary = "Months of the ledger by legal entity, from the first in which something was posted to now, the newest first")
  public List<Months.Month> months() {
    return months.all();
  }

  /**
   * {@code closed} is absent while the month is open; {@code seals} are all times it was closed; {@code refused} names engagements that are left out, and what the rules refuse of their facts; {@code accrued} says whether what contracts
   * are carried at was posted with the close, or will be.
   */
  record Month(Months.Closed closed, List<Months.Seal> seals, List<Months.Revenue> revenue, List<String> refused, boolean accrued) {}

  @GET
  @Path("months/{entity}/{month}")
  @MayTake
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "revenueOfMonth",
      summary = "What each contract of an entity earned in a month by the rules, and its contract asset or liability at the end",
      description =
          "From the month's facts, sealed if it is closed, with revenue as it is earned: days of recurring amounts, time at its rate, accepted milestones, expenses."
              + " opening + earned - invoiced + setAside = contractAsset - contractLiability. The ledger itself takes revenue as it is billed; where accrued is true, the close posts the asset and the liability (J25) and takes them back the day after. Of a month that is not over: if nothing more came.")
  @APIResponse(responseCode = "200", description = "By currency, client and engagement", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Month.class)))
  public Month month(@PathParam("entity") String entity, @PathParam("month") String month, @Parameter(description = MonthsResource.SEAL) @QueryParam("seal") String seal) {
    MonthsResource.known(months, entity);
    var at = MonthsResource.parsed(month);
    var sealed = MonthsResource.sealed(months, entity, at, seal);
    var earned = months.revenue(entity, at, sealed);
    return new Month(sealed.or(() -> months.closed(entity, at)).orElse(null), months.seals(entity, at), earned.revenue(), earned.refused().entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList(), months.accrued(entity, at, sealed));
  }

  @GET
  @Path("months/{entity}/{month}/checklist")
  @MayTake
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "closeChecklist",
      summary = "What keeps a month of the ledger from being closed, and what is not in it but perhaps should be",
      description =
          "not-over, earlier-open, under-way and replay-differs can block: earlier months that are open, documents that are released and not booked, journals that do not follow from the facts. The others are told: drafts, unbilled and held work, unapplied cash, open exceptions,"
              + " and engagements whose facts the rules refuse. Each by currency: how many, what they are worth, and the first twenty. A closed month has no points. accrues says what the close posts where the entity accrues, by currency.")
  @APIResponse(responseCode = "200", description = "All points; where nothing is, sums is empty", content = @Content(mediaType = "application/json", schema = @Schema(implementation = CloseChecklist.Checklist.class)))
  public CloseChecklist.Checklist checklist(@PathParam("entity") String entity, @PathParam("month") String month) {
    MonthsResource.known(months, entity);
    return checklist.of(entity, MonthsResource.parsed(month));
  }

  @GET
  @Path("invoices")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "invoices", summary = "Invoices and credit notes, the one drafted last first where no other order is wanted")
  public Page<Invoice> list(
      @Parameter(description = "draft, released, posted, paid or discarded; open for what is neither paid nor discarded, under-way for what is released and not booked yet") @QueryParam("state") String state,
      @QueryParam("threadId") String threadId,
      @Parameter(description = "Part of its number, its id here or in the ERP, or of the engagement's name, client or ids") @QueryParam("like") String like,
      @BeanParam Scoping scoping,
      @Parameter(description = "-drafted (the usual), day, -amount (net, in each currency) or client; a minus more or less turns it round") @QueryParam("sort") String sort,
      @BeanParam Paging paging) {
    Words.of("state", state, "draft", "released", "posted", "paid", "discarded", "open", "under-way");
    Words.of("sort", sort, InvoicesView.SORTS.words());
    var wanted = new InvoicesView.Wanted(state, threadId, scoping.scope(), like);
    return paging.of((limit, cursor) -> invoices.list(wanted, sort, limit, cursor));
  }

  @GET
  @Path("invoices/{id}")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "invoice", summary = "One invoice, each line explained, with its payments and journals", description = "Down to the time entries and the minutes of each, or the milestone with its acceptance.")
  public Invoice of(@PathParam("id") String id) {
    return invoices.booked(id).orElseThrow(() -> Refused.absent("no invoice " + id));
  }

  @GET
  @Path("invoices/{id}/e-invoice")
  @Produces("application/xml")
  @RolesAllowed({Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "eInvoice",
      summary = "The invoice or credit note as an e-invoice: UBL 2.1 by Peppol BIS Billing 3",
      description = "The bytes that passed the official rules. None before the ERP's number is known, and none of a legal entity that sends no e-invoices.")
  @APIResponse(responseCode = "200", description = "The e-invoice", content = @Content(mediaType = "application/xml"))
  public Response ubl(@PathParam("id") String id) {
    return Response.ok(einvoices.of(id).orElseThrow(() -> Refused.absent("no e-invoice of " + id))).build();
  }

  @POST
  @Path("invoices/{id}/release")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(operationId = "releaseInvoice", summary = "Let a draft become an invoice in the ERP", description = "Once it is booked there is no undo: a correction is a new document.")
  @APIResponse(responseCode = "202", description = "Released", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wishes.Accepted.class)))
  public Response release(@PathParam("id") String id) {
    var invoice = of(id);
    return Wishes.answer(invoice.journeyId(), releases.release(id, caller.name()));
  }
}
