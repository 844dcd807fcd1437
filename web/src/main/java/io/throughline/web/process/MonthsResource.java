package io.throughline.web.process;

import io.throughline.books.Months;
import io.throughline.books.OtherFacts;
import io.throughline.finance.whatif.Changes;
import io.throughline.finance.whatif.WhatIf;
import io.throughline.finance.whatif.WhatIf.Outcome;
import io.throughline.web.Bodies;
import io.throughline.web.MayTake;
import io.throughline.web.Numbers;
import io.throughline.web.idempotency.EffectFree;
import io.throughline.web.idempotency.Once;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.BodyLimit;
import io.throughline.web.security.Caller;
import io.throughline.web.security.Roles;
import io.throughline.web.security.TakesFacts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Closes a month of a legal entity's ledger, gives out the facts behind it, and replays them. */
@Path("process/v1/entities/{entity}/months/{month}")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Process")
public class MonthsResource {

  private static final Pattern MONTH = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])");

  public static final String SEAL = "As it was sealed that time, 1 for the first; absent for the month as it is";

  /** Characters of a reason. */
  private static final int LONGEST = 1000;

  @Inject Months months;
  @Inject OtherFacts otherFacts;
  @Inject Caller caller;

  record Reason(String reason) {}

  record Seals(List<Months.Seal> seals) {}

  @GET
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "closedMonth", summary = "A closed month: its rules, and the hashes of its facts and journals", description = "A month that is open is not there.")
  @APIResponse(responseCode = "200", description = "As it was sealed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Months.Closed.class)))
  public Months.Closed closed(@PathParam("entity") String entity, @PathParam("month") String month) {
    return months.closed(entity, parsed(month)).orElseThrow(() -> Refused.absent("the month " + month + " of " + entity + " is not closed"));
  }

  @POST
  @Path("close")
  @MayTake
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "closeMonth",
      summary = "Close a month of the ledger",
      description = "Refused while a released document of the month is under way, where its facts do not give its journals again, while an earlier month is open, and while a month is not over and has nothing posted in it or later. What comes later is posted in the next open month.")
  @APIResponse(responseCode = "200", description = "Closed and sealed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Months.Closed.class)))
  public Response close(@PathParam("entity") String entity, @PathParam("month") String month) {
    known(months, entity);
    var at = parsed(month);
    return months.close(entity, at, caller.name()).map(MonthsResource::refused).orElseGet(() -> Response.ok(months.closed(entity, at).orElseThrow()).build());
  }

  @POST
  @Path("reopen")
  @RolesAllowed({Roles.FINANCE, Roles.ADMIN})
  @Once(keptDays = 35)
  @Operation(
      operationId = "reopenMonth",
      summary = "Open the last closed month of the ledger again",
      description = "Not one with a closed month behind it. Its seal is kept; what was posted in the next month because this one was closed stays there. Another person closes it again.")
  @APIResponse(responseCode = "200", description = "Open: all seals of the month", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Seals.class)))
  public Response reopen(@PathParam("entity") String entity, @PathParam("month") String month, Reason why) {
    known(months, entity);
    var at = parsed(month);
    var reason = Bodies.text("/reason", Bodies.present(why).reason(), LONGEST);
    return months.reopen(entity, at, reason, caller.name()).map(MonthsResource::kept).orElseGet(() -> Response.ok(seals(entity, month)).build());
  }

  @GET
  @Path("seals")
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "sealsOfMonth", summary = "Each time a month was closed, and opened again", description = "The first one first, with what was posted in the month since each. Facts, replay and what was earned are given by a seal, too.")
  @APIResponse(responseCode = "200", description = "The seals", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Seals.class)))
  public Seals seals(@PathParam("entity") String entity, @PathParam("month") String month) {
    known(months, entity);
    return new Seals(months.seals(entity, parsed(month)));
  }

  @GET
  @Path("facts")
  @MayTake
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "factsOfMonth", summary = "The stored facts behind a month, as a what-if bundle", description =
          "Of every engagement that has begun, or of one; through the last day of the month; sealed if it is closed. Change it and ask what would have become of it: differencesOfMonth. Facts longer than a what-if takes are given engagement by engagement.")
  @APIResponse(responseCode = "200", description = "A bundle by the schema of whatIfSchema")
  public Map<String, Object> facts(@PathParam("entity") String entity, @PathParam("month") String month, @Parameter(description = "Only this engagement's") @QueryParam("threadId") String threadId, @Parameter(description = SEAL) @QueryParam("seal") String seal) {
    known(months, entity);
    var at = parsed(month);
    var sealed = sealed(months, entity, at, seal);
    if (threadId != null) return months.facts(entity, at, sealed, threadId).orElseThrow(() -> noEngagement(entity, month, threadId));
    var most = BodyLimit.whatIfBytes();
    return months.facts(entity, at, sealed, most).orElseThrow(() -> new Refused(Problem.of(Code.STATE_CONFLICT, "the facts are longer than the " + most + " bytes that a what-if takes: ask for them engagement by engagement, with threadId")));
  }

  @GET
  @Path("replay")
  @MayTake
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(operationId = "replayMonth", summary = "Give a month's facts to the rules again and compare with its stored journals", description = "Identical means to the byte. Where they differ: the journals, and the difference in money.")
  @APIResponse(responseCode = "200", description = "What was found", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Months.Replay.class)))
  public Months.Replay replay(@PathParam("entity") String entity, @PathParam("month") String month, @Parameter(description = SEAL) @QueryParam("seal") String seal) {
    known(months, entity);
    var at = parsed(month);
    return months.replay(entity, at, sealed(months, entity, at, seal));
  }

  /** As a what-if has them. */
  record Statements(Object statements) {}

  @GET
  @Path("statements")
  @MayTake
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "statementsOfMonth",
      summary = "What each payer owed the entity at the end of a month",
      description = "From the month's facts, sealed if it is closed: invoiced - credited - settled - lost = open, by age, what is overdue and what lies unapplied; account by account, with the names of who is a client.")
  @APIResponse(responseCode = "200", description = "The statements", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Statements.class)))
  public Response statements(@PathParam("entity") String entity, @PathParam("month") String month, @Parameter(description = SEAL) @QueryParam("seal") String seal) {
    known(months, entity);
    var at = parsed(month);
    return Response.ok(new Statements(months.statements(entity, at, sealed(months, entity, at, seal)).orElseThrow(MonthsResource::refusedFacts))).build();
  }

  @POST
  @Path("what-if")
  @MayTake
  @EffectFree
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "monthWhatIf",
      summary = "What a month would be if prices, amounts, caps, work or exchange rates were otherwise",
      description =
          "{\"changes\": [{\"kind\": \"price\", \"percent\": \"5\"}]} by the schema of whatIfChangesSchema: as if it had been agreed so from the beginning. Of all engagements of the entity, read one after the other, or of one, then with its documents. Tax stays as the ERP decided it. Nothing is stored.")
  @APIResponse(responseCode = "200", description = "Figures as they are and as they would be", content = @Content(mediaType = "application/json", schema = @Schema(implementation = OtherFacts.Otherwise.class)))
  public Response whatIf(
      @PathParam("entity") String entity, @PathParam("month") String month, @Parameter(description = "Only this engagement") @QueryParam("threadId") String threadId, @Parameter(description = SEAL) @QueryParam("seal") String seal, Map<String, Object> asked) {
    known(months, entity);
    var at = parsed(month);
    var sealed = sealed(months, entity, at, seal);
    return Changes.read(
        Bodies.present(asked),
        changes -> Response.ok(otherFacts.of(entity, at, sealed, Optional.ofNullable(threadId), changes).orElseThrow(() -> noEngagement(entity, month, threadId))).build(),
        refusals -> WhatIfResource.refused("", refusals));
  }

  @POST
  @Path("differences")
  @MayTake
  @EffectFree
  @TakesFacts(setting = BodyLimit.WHAT_IF, bytes = BodyLimit.WHAT_IF_BYTES)
  @Consumes("application/json")
  @RolesAllowed({Roles.FINANCE, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "differencesOfMonth",
      summary = "What other facts would have made of a month, in money",
      description = "The body is the bundle of factsOfMonth with another rate, exchange rate or policy. By entity, period, thread, account and currency; what stays the same is left out. Nothing is stored.")
  @APIResponse(responseCode = "200", description = "The differences", content = @Content(mediaType = "application/json", schema = @Schema(implementation = WhatIfResource.Differences.class)))
  public Response differences(@PathParam("entity") String entity, @PathParam("month") String month, Map<String, Object> changed) {
    known(months, entity);
    var becomes = WhatIf.of(Bodies.present(changed));
    if (becomes instanceof Outcome.Refused refused) return WhatIfResource.refused("", refused.refusals());
    var was = months.books(entity, parsed(month)).orElseThrow(MonthsResource::refusedFacts);
    return Response.ok(new WhatIfResource.Differences(WhatIf.RULES, WhatIf.difference(was, (Outcome.Answered) becomes))).build();
  }

  /** An entity of which the hub has nothing is a typing error: it has no month to close, and none to be found identical. */
  public static void known(Months months, String entity) {
    if (!months.knows(entity)) throw Refused.absent("no legal entity " + entity);
  }

  /** Empty where nobody asks for one. */
  public static Optional<Months.Closed> sealed(Months months, String entity, YearMonth month, String seal) {
    if (seal == null) return Optional.empty();
    return Optional.of(months.sealed(entity, month, Numbers.id(seal)).orElseThrow(() -> Refused.absent("no seal " + seal + " of " + month + " of " + entity)));
  }

  private static Refused noEngagement(String entity, String month, String threadId) {
    return Refused.absent("the facts of " + entity + " in " + month + " have no engagement " + threadId);
  }

  private static Refused refusedFacts() {
    return new Refused(Problem.of(Code.STATE_CONFLICT, "the rules refuse the month's own facts; the replay says what"));
  }

  private static Response refused(Months.Refusal why) {
    return Problem.of(
            Code.STATE_CONFLICT,
            switch (why) {
              case CLOSED_ALREADY -> "the month is closed already";
              case STILL_TO_COME -> "the month is not over, and nothing was posted in it or later";
              case EARLIER_OPEN -> "an earlier month is open: months are closed one after the other";
              case DOCUMENTS_UNDER_WAY -> "released documents of the month are not posted yet; its checklist names them";
              case REPLAY_DIFFERS -> "the month's facts do not give its journals again; the replay says where";
              case OWN_REOPENING -> "who opened the month again does not close it";
            })
        .response();
  }

  private static Response kept(Months.Kept why) {
    return Problem.of(Code.STATE_CONFLICT, why == Months.Kept.NOT_CLOSED ? "the month is not closed" : "a later month is closed: open that one first").response();
  }

  public static YearMonth parsed(String month) {
    if (!MONTH.matcher(month).matches()) throw new Refused(Problem.of(Code.BAD_PARAMETER, "month: not a month such as 2026-10: " + month));
    return YearMonth.parse(month);
  }
}
