package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.throughline.canonical.ClientAccount;
import io.throughline.canonical.Every;
import io.throughline.canonical.Periods;
import io.throughline.canonical.QuoteLine;
import io.throughline.canonical.QuoteLine.Billing;
import io.throughline.canonical.Rollover;
import io.throughline.canonical.WonDeal;
import io.throughline.journey.Outcome;
import io.throughline.process.Clients;
import io.throughline.store.Json;
import io.throughline.system.Crm;
import io.throughline.system.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrmSuiteTest extends RoleSuite {

  private static final String WIN = """
      {"name": "Rollout", "wonOn": "2026-09-01", "currency": "EUR", "contractingEntity": "TL-DE", "startOn": "2026-09-01", "endOn": "2026-12-31", "zone": "Europe/Berlin", "key": "K-1",
       "client": {"name": "Acme", "legalName": "Acme GmbH", "taxId": "DE136695976", "street": "Hauptstr. 1", "city": "Berlin", "postalCode": "10115", "country": "DE", "currency": "EUR", "purchaseOrderRequired": true, "paymentTermsDays": 30},
       "lines": [{"description": "Build", "billing": "time-and-materials", "hours": 80, "ratePerHour": "150.00", "role": "Consultant", "workstream": "Core", "purchaseOrder": "PO-1"},
                 {"description": "Go live", "billing": "milestone", "amount": "12500.50", "dueOn": "2026-11-30"}]}""";

  static Stream<String> systems() {
    return Played.systems(Role.CRM);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWonDealsAsTheHubUnderstandsThem(String system) {
    var dealId = played.users(system, "win-deal", WIN).get("dealId").asText();

    var facts = facts(system, "wonDeals");

    assertThat(facts).hasSize(1);
    var deal = Json.as(facts.get(0), WonDeal.class); // refuses fields that the canonical deal does not have
    assertThat(deal.dealId()).isEqualTo(dealId);
    assertThat(deal.value()).isEqualTo("24500.50");
    assertThat(deal.approval().state()).isEqualTo(WonDeal.Approval.State.APPROVED);
    assertThat(deal.client().taxId()).isEqualTo("DE136695976");
    assertThat(deal.lines()).hasSize(2);
    assertThat(deal.lines().get(0).plannedMinutes()).isEqualTo(4_800);
    assertThat(deal.lines().get(0).ratePerHour()).isEqualTo("150.00");
    assertThat(deal.lines().get(1).amount()).isEqualTo("12500.50");
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsHowOftenAnAmountIsBilledAgain(String system) throws Exception {
    var win = (ObjectNode) Json.MAPPER.readTree(WIN);
    win.withArray("lines")
        .add(Json.MAPPER.readTree("{\"description\": \"Support\", \"billing\": \"subscription\", \"amount\": \"8000.00\", \"periods\": {\"every\": \"month\", \"amount\": \"2000.00\", \"inAdvance\": false, \"calendar\": true}}"))
        .add(Json.MAPPER.readTree("{\"description\": \"Licence\", \"billing\": \"subscription\", \"amount\": \"1200.00\", \"periods\": {\"every\": \"quarter\", \"amount\": \"900.00\", \"inAdvance\": true, \"calendar\": false}}"));
    played.users(system, "win-deal", win.toString());

    var deal = Json.as(facts(system, "wonDeals").get(0), WonDeal.class);

    assertThat(deal.value()).isEqualTo("33700.50");
    assertThat(deal.lines()).extracting(QuoteLine::billing).containsExactly(Billing.TIME_AND_MATERIALS, Billing.MILESTONE, Billing.SUBSCRIPTION, Billing.SUBSCRIPTION);
    assertThat(deal.lines()).extracting(QuoteLine::amount).containsExactly("12000.00", "12500.50", "8000.00", "1200.00");
    assertThat(deal.lines()).extracting(QuoteLine::periods).containsExactly(null, null, new Periods(Every.MONTH, "2000.00", false, true), new Periods(Every.QUARTER, "900.00", true, false));
    assertThat(deal.lines().subList(2, 4)).allSatisfy(line -> assertThat(line).extracting(QuoteLine::plannedMinutes, QuoteLine::ratePerHour, QuoteLine::dueOn).containsOnlyNulls());
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsWhatAPeriodIncludesAndWhatIsBeyond(String system) throws Exception {
    var win = (ObjectNode) Json.MAPPER.readTree(WIN);
    win.withArray("lines")
        .add(Json.MAPPER.readTree("{\"description\": \"Support\", \"billing\": \"subscription\", \"amount\": \"8000.00\", \"periods\": {\"every\": \"month\", \"amount\": \"2000.00\", \"inAdvance\": false, \"calendar\": true, \"includedHours\": 7.5, \"overageRate\": \"120.00\", \"rollover\": {\"periods\": 2, \"order\": \"current-first\"}}}"))
        .add(Json.MAPPER.readTree("{\"description\": \"Desk\", \"billing\": \"subscription\", \"amount\": \"4000.00\", \"periods\": {\"every\": \"month\", \"amount\": \"1000.00\", \"inAdvance\": false, \"calendar\": true, \"includedHours\": 4, \"overageRate\": \"90.50\"}}"));
    played.users(system, "win-deal", win.toString());

    var lines = Json.as(facts(system, "wonDeals").get(0), WonDeal.class).lines();

    assertThat(lines).extracting(QuoteLine::ratePerHour).containsExactly("150.00", null, "120.00", "90.50");
    assertThat(lines).extracting(QuoteLine::periods).containsExactly(
        null, null, new Periods(Every.MONTH, "2000.00", false, true, 450L, new Rollover(2, Rollover.Order.CURRENT_FIRST, null)), new Periods(Every.MONTH, "1000.00", false, true, 240L, null));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsAChangeOrderWithTheDealAndTheLineThatItAmends(String system) throws Exception {
    var won = played.users(system, "win-deal", WIN);
    var change = (ObjectNode) Json.MAPPER.readTree(WIN);
    change.put("key", "K-2").put("name", "Rollout, more").put("amends", won.get("dealId").asText()).put("treatment", "prospective");
    ((ObjectNode) change.get("lines").get(0)).put("amends", won.get("lines").get(0).get("lineId").asText());
    var told = played.users(system, "win-deal", change.toString()).get("dealId").asText();

    var fact = facts(system, "wonDeals").stream().filter(one -> told.equals(one.get("dealId"))).findFirst().orElseThrow();

    var order = Json.as(fact, WonDeal.class);
    assertThat(order.amendsDealId()).isEqualTo(won.get("dealId").asText());
    assertThat(order.treatment()).isEqualTo(WonDeal.Treatment.PROSPECTIVE);
    assertThat(order.lines().get(0).amendsLineId()).isEqualTo(won.get("lines").get(0).get("lineId").asText());
    assertThat(order.lines().get(1).amendsLineId()).isNull();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsADealThatTheHubKnowsAlsoWhenItIsNotWonAnyMore(String system) {
    var known = played.users(system, "win-deal", WIN).get("dealId").asText();
    var unknown = played.users(system, "win-deal", WIN.replace("K-1", "K-2")).get("dealId").asText();
    done(system, new Crm.ReportProject(known, "T1", "P1", "active"));
    for (var deal : List.of(known, unknown)) played.users(system, "stage-deal", "{\"dealId\": \"" + deal + "\", \"stage\": \"lost\"}");

    assertThat(facts(system, "wonDeals")).singleElement().satisfies(fact -> assertThat(fact).containsEntry("dealId", known).containsEntry("stage", "lost"));

    played.users(system, "stage-deal", "{\"dealId\": \"" + known + "\", \"stage\": \"won\"}");
    assertThat(facts(system, "wonDeals")).singleElement().satisfies(fact -> assertThat(fact).containsEntry("dealId", known).doesNotContainKey("stage"));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void tellsClientsWhereItCan(String system) {
    assumeThat(Folders.shipped(system).feeds).containsKey("clients");
    played.users(system, "win-deal", WIN);

    var told = Json.as(facts(system, "clients").get(0), Clients.Told.class);

    assertThat(told.client()).isEqualTo(new ClientAccount(told.accountId(), "Acme", "Acme GmbH", "DE136695976", "DE", new ClientAccount.Address("Hauptstr. 1", "Berlin", "10115"), "EUR", true, 30, null));
  }

  @ParameterizedTest
  @MethodSource("systems")
  void readsOneDealAndTakesWhatTheHubReports(String system) {
    var dealId = played.users(system, "win-deal", WIN).get("dealId").asText();

    assertThat(done(system, new Crm.ReadDeal(dealId))).containsEntry("stage", "won").containsEntry("dealId", dealId);
    done(system, new Crm.ReportProject(dealId, "T1", "P1", "active"));
    done(system, new Crm.ReportContract(dealId, "T1", 2, "36500.50", "EUR", null, "in force"));
    done(system, new Crm.ReportInvoice(dealId, "T1", "INV1", "posted"));
    done(system, new Crm.ReportPayment(dealId, "T1", "paid"));
    done(system, new Crm.ReportPayment(dealId, "T1", "paid")); // again: the same state
  }

  @ParameterizedTest
  @MethodSource("systems")
  void refusesADealThatIsNotThere(String system) {
    assertThat(played.connectors.carryOut(Bench.call(system, "readDeal", Map.of("dealId", "006000000000000")))).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @MethodSource("systems")
  void signsInAgainByItself(String system) {
    var dealId = played.users(system, "win-deal", WIN).get("dealId").asText();
    done(system, new Crm.ReadDeal(dealId));

    played.revokeTokens(system);

    done(system, new Crm.ReadDeal(dealId));
  }
}
