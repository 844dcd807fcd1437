package io.throughline.web.experience;

import io.throughline.books.Expenses;
import io.throughline.books.TimeEntries;
import io.throughline.intake.EvidenceStore;
import io.throughline.journey.Outcome.Field;
import io.throughline.process.Journeys;
import io.throughline.thread.Audit;
import io.throughline.thread.ExceptionItems;
import io.throughline.thread.Parking;
import io.throughline.thread.view.Casework;
import io.throughline.thread.view.ExceptionItem;
import io.throughline.thread.view.ExceptionsView;
import io.throughline.web.Bodies;
import io.throughline.web.Numbers;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What people decide about an exception: its owner's role, an operator, or an admin. */
@Path("experience/v1/operations/exceptions")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Exceptions")
@APIResponse(responseCode = "202", description = "Taken", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Wishes.Accepted.class)))
public class ExceptionActions {

  private static final int LONGEST = 2000;
  private static final int NAME = 200;

  /** As many as a list shows at once. */
  private static final int MOST = 200;

  @Inject ExceptionsView view;
  @Inject Journeys journeys;
  @Inject TimeEntries time;
  @Inject Expenses expenses;
  @Inject ExceptionItems items;
  @Inject EvidenceStore evidence;
  @Inject Casework casework;
  @Inject Audit audit;
  @Inject Caller caller;

  /** What may be read again once its reason, or the mapping, was put right. */
  private static final Set<String> READ_AGAIN = Set.of(Parking.CODE, "UNREADABLE", "FACT_UNREADABLE");

  record Assignee(String to) {}

  record Comment(String text) {}

  record Assignment(List<Long> exceptionIds, String to) {}

  record Remark(List<Long> exceptionIds, String text) {}

  record AllDone(List<Long> exceptionIds) {}

  /** What was done with an item behind which no journey stands. */
  record Done(long exceptionId, String state, Integer bound) {}

  @POST
  @Path("{id}/resume")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "resume", summary = "Go on: what was wrong was put right elsewhere", description = "A held journey goes on; one that is late asks again; held time of a project, and held expenses, are bound again; evidence that was parked, or could not be read, is read again, by the mapping as it is now.")
  @APIResponse(responseCode = "200", description = "Held time or expenses were bound again", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Done.class)))
  public Response resume(@PathParam("id") String id) {
    var item = open(id);
    if (item.journeyId() != null) return Wishes.answer(item.journeyId(), journeys.resume(item.journeyId(), caller.name()));
    if (READ_AGAIN.contains(item.code()) && item.evidenceId() != null) return readAgain(item);
    if ("expense".equals(item.subject())) return boundAgain(item, expenses.rebindOf(item.subjectId(), caller.name()));
    if (!"project".equals(item.subject())) return noJourney(item);
    var at = item.subjectId().indexOf(':');
    return boundAgain(item, time.resume(item.subjectId().substring(0, at), item.subjectId().substring(at + 1), caller.name()));
  }

  private Response boundAgain(ExceptionItem item, int bound) {
    audit.note(caller.name(), "resume", "exception:" + item.id(), Map.of("subject", item.subjectId()));
    return Response.ok(new Done(item.id(), null, bound)).build();
  }

  private Response readAgain(ExceptionItem item) {
    audit.note(caller.name(), "resume", "exception:" + item.id(), Map.of("subject", item.subjectId()));
    items.resolve(item.subject(), item.subjectId(), caller.name(), "read again");
    evidence.again(item.evidenceId());
    return Response.ok(new Done(item.id(), "resolved", null)).build();
  }

  @POST
  @Path("{id}/repair")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "repair", summary = "Correct fields of what started the journey, then go on", description = "corrections: JSON pointer to text, of the fields that the item names. What was there before is kept in the audit.")
  public Response repair(@PathParam("id") String id, Wishes.Corrections wanted) {
    var item = open(id);
    var corrections = Bodies.present(wanted).corrections();
    if (corrections == null || corrections.isEmpty()) return Problem.field(Code.INVALID_BODY, "/corrections", "REQUIRED", "at least one correction").response();
    if (item.journeyId() == null) return noJourney(item);
    var beyond = corrections.keySet().stream().filter(pointer -> !asked(item, pointer)).sorted().map(pointer -> new Field("/corrections/" + pointer.replace("~", "~0").replace("/", "~1"), "NOT_ASKED", "the item does not ask for it")).toList();
    if (!beyond.isEmpty()) return Problem.of(Code.INVALID_BODY, "only what the item asks for is corrected here; the rest where it is owned", beyond).onThread(item.threadId()).response();
    return Wishes.answer(item.journeyId(), journeys.repair(item.journeyId(), corrections, caller.name()));
  }

  /** Terms that nobody found wrong, an approval among them, are not for a person at the desk to change. A field without a pointer says what is wrong, and asks for nothing. */
  private static boolean asked(ExceptionItem item, String pointer) {
    return item.fields().stream().map(Field::pointer).filter(asked -> !asked.isEmpty()).anyMatch(asked -> pointer.equals(asked) || pointer.startsWith(asked + "/"));
  }

  @POST
  @Path("{id}/undo")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "undo", summary = "Take back what the journey created", description = "Only before its pivot. What is unknown is settled first.")
  public Response undo(@PathParam("id") String id, Wishes.Reason why) {
    var item = open(id);
    var reason = Bodies.text("/reason", Bodies.present(why).reason(), LONGEST);
    if (item.journeyId() == null) return noJourney(item);
    return Wishes.answer(item.journeyId(), journeys.undo(item.journeyId(), caller.name(), reason));
  }

  @POST
  @Path("{id}/resolve")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "resolve", summary = "Close an item behind which no journey stands", description = "With a reason; one that belongs to a journey is resumed, repaired or undone instead.")
  @APIResponse(responseCode = "200", description = "Closed", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Done.class)))
  public Response resolve(@PathParam("id") String id, Wishes.Reason why) {
    var item = open(id);
    var reason = Bodies.text("/reason", Bodies.present(why).reason(), LONGEST);
    if ("journey".equals(item.subject())) return Problem.of(Code.STATE_CONFLICT, "a journey is held: resume, repair or undo it").onThread(item.threadId()).response();
    audit.note(caller.name(), "resolve", "exception:" + id, Map.of("reason", reason));
    items.resolve(item.subject(), item.subjectId(), caller.name(), reason);
    return Response.ok(new Done(item.id(), "resolved", null)).build();
  }

  @POST
  @Path("{id}/assign")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "assign", summary = "Give it to somebody")
  @APIResponse(responseCode = "200", description = "Given", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Done.class)))
  public Response assign(@PathParam("id") String id, Assignee whom) {
    var item = item(id);
    var to = Bodies.text("/to", Bodies.present(whom).to(), NAME);
    if (!casework.assign(item.id(), to, caller.name())) return Problem.of(Code.STATE_CONFLICT, "it is resolved already").response();
    return Response.ok(new Done(item.id(), item.state(), null)).build();
  }

  @POST
  @Path("{id}/comments")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "comment", summary = "Say something about it")
  @APIResponse(responseCode = "200", description = "Said", content = @Content(mediaType = "application/json", schema = @Schema(implementation = Done.class)))
  public Response comment(@PathParam("id") String id, Comment said) {
    var item = item(id);
    casework.comment(item.id(), Bodies.text("/text", Bodies.present(said).text(), LONGEST), caller.name());
    return Response.ok(new Done(item.id(), item.state(), null)).build();
  }

  @POST
  @Path("assign")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "assignSeveral", summary = "Give several to somebody", description = "All of them or, where one cannot be given, none; up to 200. Each is in the audit by itself.")
  @APIResponse(responseCode = "200", description = "Given", content = @Content(mediaType = "application/json", schema = @Schema(implementation = AllDone.class)))
  public Response assignSeveral(Assignment wanted) {
    var all = items(Bodies.present(wanted).exceptionIds());
    var to = Bodies.text("/to", wanted.to(), NAME);
    for (var item : all) if (!casework.assign(item.id(), to, caller.name())) return Problem.of(Code.STATE_CONFLICT, "exception " + item.id() + " is resolved already").response();
    return done(all);
  }

  @POST
  @Path("comments")
  @Consumes("application/json")
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.ADMIN})
  @Once
  @Operation(operationId = "commentSeveral", summary = "Say the same about several", description = "Up to 200. Each has the comment, and is in the audit, by itself.")
  @APIResponse(responseCode = "200", description = "Said", content = @Content(mediaType = "application/json", schema = @Schema(implementation = AllDone.class)))
  public Response commentSeveral(Remark wanted) {
    var all = items(Bodies.present(wanted).exceptionIds());
    var text = Bodies.text("/text", wanted.text(), LONGEST);
    all.forEach(item -> casework.comment(item.id(), text, caller.name()));
    return done(all);
  }

  private List<ExceptionItem> items(List<Long> ids) {
    if (ids == null || ids.isEmpty() || ids.size() > MOST) throw new Refused(Problem.field(Code.INVALID_BODY, "/exceptionIds", "REQUIRED", "1 to " + MOST + " ids"));
    return ids.stream().distinct().sorted().map(id -> item(String.valueOf(id))).toList(); // in one order, so that two who assign at once do not wait for each other
  }

  private static Response done(List<ExceptionItem> all) {
    return Response.ok(new AllDone(all.stream().map(ExceptionItem::id).toList())).build();
  }

  private ExceptionItem item(String id) {
    var item = view.item(Numbers.id(id)).orElseThrow(() -> Refused.absent("no exception " + id));
    if (!caller.isAny(item.owner(), Roles.OPERATOR, Roles.ADMIN)) throw Refused.forbidden("this exception is for the role " + item.owner());
    return item;
  }

  /** One that is resolved says nothing any more of what is wrong now. */
  private ExceptionItem open(String id) {
    var item = item(id);
    if (!"open".equals(item.state())) throw new Refused(Problem.of(Code.STATE_CONFLICT, "it is resolved already").onThread(item.threadId()));
    return item;
  }

  private static Response noJourney(ExceptionItem item) {
    return Problem.of(Code.NO_JOURNEY, item.subject() + " " + item.subjectId() + " has no journey: correct it at its source, or resolve the item").onThread(item.threadId()).response();
  }
}
