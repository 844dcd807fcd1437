package io.throughline.web.experience;

import io.throughline.thread.view.FinanceView;
import io.throughline.thread.view.Page;
import io.throughline.thread.view.StandingView;
import io.throughline.thread.view.StandingView.InMinutes;
import io.throughline.thread.view.StandingView.InMoney;
import io.throughline.thread.view.StandingView.MinutesPart;
import io.throughline.thread.view.StandingView.MoneyPart;
import io.throughline.web.Paging;
import io.throughline.web.problem.Code;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import io.throughline.web.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is counted, and what each total counts. */
@Path("experience/v1/finance/totals")
@ApplicationScoped
@Produces("application/json")
@Tag(name = "Finance")
public class TotalsResource {

  @Inject FinanceView finance;
  @Inject StandingView standing;
  @Inject Viewers viewers;

  @GET
  @RolesAllowed({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "totals",
      summary = "Everything in one answer",
      description = "Engagements that were not undone; where the approved minutes are; money by currency. A draft counts as invoiced, as its minutes do; unbilled and held money is time at its rate, expenses, completed milestones and due periods. Sales see money without hours, delivery hours without money.")
  public FinanceView.Totals totals() {
    return finance.totals().to(viewers.own());
  }

  @GET
  @Path("money")
  @RolesAllowed({Roles.SALES_OPS, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "totalsMoney",
      summary = "What a total of money counts, engagement by engagement",
      description = "The engagements that have some of that part, the most first; their amounts add up to the total. open is invoiced less paid; ahead is sold less invoiced, unbilled and held (for sales: less invoiced). Sales see neither unbilled nor held.")
  public Page<InMoney> money(
      @Parameter(description = "ISO 4217", required = true) @QueryParam("currency") String currency,
      @Parameter(description = "sold, invoiced, paid, open, unbilled, held or ahead", required = true) @QueryParam("part") String part,
      @BeanParam Paging paging) {
    if (currency == null || !currency.matches("[A-Z]{3}")) throw new Refused(Problem.of(Code.BAD_PARAMETER, "currency: three capital letters"));
    var wanted = named("part", part, MoneyPart::named);
    var looks = viewers.own();
    if (!wanted.isFor(looks)) throw Refused.forbidden("what is " + part + " is told by hours, which sales do not see");
    return paging.of((limit, cursor) -> standing.money(currency, wanted, looks, limit, cursor));
  }

  @GET
  @Path("minutes")
  @RolesAllowed({Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
  @Operation(
      operationId = "totalsMinutes",
      summary = "What a total of minutes counts, engagement by engagement",
      description = "The engagements that have some of that part, the most first; their minutes add up to the total. An item without thread is time that no engagement has.")
  public Page<InMinutes> minutes(
      @Parameter(description = "approved, invoiced, unbilled, held, writtenOff, covered or nonBillable", required = true) @QueryParam("part") String part, @BeanParam Paging paging) {
    var wanted = named("part", part, MinutesPart::named);
    return paging.of((limit, cursor) -> standing.minutes(wanted, limit, cursor));
  }

  private static <T> T named(String parameter, String word, Function<String, T> of) {
    if (word == null) throw new Refused(Problem.of(Code.BAD_PARAMETER, parameter + ": required"));
    try {
      return of.apply(word);
    } catch (IllegalArgumentException unknown) {
      throw new Refused(Problem.of(Code.BAD_PARAMETER, parameter + ": there is no " + word));
    }
  }
}
