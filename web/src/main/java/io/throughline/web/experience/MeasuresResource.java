package io.throughline.web.experience;

import io.throughline.thread.view.MeasuresView;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.process.MonthsResource;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The figures that a firm runs by. */
@Path("experience/v1/measures")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Finance")
public class MeasuresResource {

  private static final int MOST_MONTHS = 24;
  private static final int USUAL_MONTHS = 12;

  @Inject MeasuresView measures;
  @Inject Viewers viewers;
  @Inject Clock clock;

  @GET
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "measures",
      summary = "How long things take, and how much of them goes as it should, month by month",
      description =
          "Each figure that the caller's role sees: in seconds or days with median (p50) and p90, in days weighted by amount, in percent, or in money. Those that weigh money are by currency. A month of which there is nothing to say is not there; the present one is so far. Months are UTC's."
              + " docs/finance.md says what each counts.")
  public MeasuresView.Measures measures(
      @Parameter(description = "The first month, as 2026-01; eleven months before the last where it is absent") @QueryParam("from") String from,
      @Parameter(description = "The last month, it included; the present one where it is absent. At most 24 in all") @QueryParam("to") String to,
      @Parameter(description = "Of this legal entity only") @QueryParam("entity") String entity,
      @Parameter(description = "ISO 4217: of what weighs money, in this currency only") @QueryParam("currency") String currency) {
    var last = to == null ? YearMonth.now(clock.withZone(ZoneOffset.UTC)) : MonthsResource.parsed(to);
    var first = from == null ? last.minusMonths(USUAL_MONTHS - 1L) : MonthsResource.parsed(from);
    if (last.isBefore(first) || !last.isBefore(first.plusMonths(MOST_MONTHS))) throw new Refused(Problem.of(Code.BAD_PARAMETER, "from, to: one month or more, and at most " + MOST_MONTHS));
    return measures.of(new MeasuresView.Wanted(first, last, entity, currency), viewers.own());
  }
}
