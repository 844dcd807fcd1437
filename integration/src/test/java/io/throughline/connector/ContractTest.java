package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request and every answer of the golden files against the vendor's machine-readable contract; without {@link Contracts} this is skipped. */
class ContractTest {

  static final Map<String, String> GRAPHQL = Map.of("monday", "monday/monday-subset.graphql");

  private static final Map<String, GraphQlContract> SCHEMAS = new ConcurrentHashMap<>();

  static List<Golden> files() {
    return Golden.all().filter(golden -> Contracts.covers(golden.system())).toList();
  }

  @BeforeAll
  static void skipsWithoutContracts() {
    assumeTrue(Contracts.root().isPresent(), "SKIPPED: the vendors' contracts are not here (-Dcontracts=<folder>); nothing was checked against them");
  }

  @ParameterizedTest
  @MethodSource("files")
  void speaksAsTheContractSays(Golden golden) {
    var wrong = new ArrayList<String>();
    for (var exchange : golden.file().get("exchanges")) {
      var request = exchange.get("request"); // a body that is text is a file or XML, of which the contract only says that it is some
      var headers = new HashMap<String, String>();
      if (request.has("headers")) request.get("headers").fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
      wrong.addAll(Contracts.wrong(golden.system(), request.get("method").asText(), request.get("path").asText(), headers, request.path("body").isTextual() ? null : request.get("body"), exchange.get("answer").get("status").asInt(), based(exchange.get("answer").get("body"))));
    }

    assertThat(wrong).isEmpty();
  }

  private static JsonNode based(JsonNode body) {
    try {
      return body == null ? null : Tree.JSON.readTree(body.toString().replace("{base}", "https://vendor.example"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Golden> graphQlFiles() {
    return Golden.all().filter(golden -> GRAPHQL.containsKey(golden.system())).toList();
  }

  @ParameterizedTest
  @MethodSource("graphQlFiles")
  void speaksAsTheSchemaSays(Golden golden) {
    var wrong = new ArrayList<String>();
    for (var exchange : golden.file().get("exchanges")) wrong.addAll(graphQl(golden.system()).wrong(exchange.get("request").get("body"), exchange.get("answer").get("body")));

    assertThat(wrong).isEmpty();
  }

  @Test
  void findsWhatIsWrongInGraphQl() throws Exception {
    var request = Tree.JSON.readTree("{\"query\": \"query Q($b: [ID!]) { boards(ids: $b) { id } }\", \"variables\": {\"b\": [\"1\"]}}");

    assertThat(graphQl("monday").wrong(request, Tree.JSON.readTree("{\"data\": {\"boards\": [{\"id\": \"1\"}]}}"))).isEmpty();
    assertThat(graphQl("monday").wrong(request, Tree.JSON.readTree("{\"data\": {\"boards\": [{\"name\": \"x\"}]}}"))).isNotEmpty();
    assertThat(graphQl("monday").wrong(Tree.JSON.readTree("{\"query\": \"{ boards { colour } }\"}"), null)).isNotEmpty();
    assertThat(graphQl("monday").wrong(Tree.JSON.readTree("{\"query\": \"query Q($b: Int!) { boards(page: $b) { id } }\", \"variables\": {\"b\": \"one\"}}"), null)).isNotEmpty();
  }

  @Test
  void findsWhatIsWrong() throws Exception {
    var body = Tree.JSON.readTree("{\"workspace\": {\"price_in_cents\": \"twelve\"}}");

    assertThat(Contracts.wrong("kantata", "POST", "/api/v1/workspaces", Map.of(), body, 200, null)).isNotEmpty();
    assertThat(Contracts.wrong("kantata", "GET", "/api/v1/projects", Map.of(), null, 200, null)).containsExactly("no operation GET /api/v1/projects");
    assertThat(Contracts.wrong("netsuite", "POST", "/services/rest/query/v1/suiteql", Map.of(), null, 200, null)).hasSize(2);
  }

  @Test
  void findsNamesThatTheContractDoesNotKnow() throws Exception {
    var orders = "/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder";

    assertThat(Contracts.wrong("sap-s4hana", "POST", orders, Map.of(), Tree.JSON.readTree("{\"to_Item\": {\"results\": [{\"Matrial\": \"TIME\"}]}}"), 201, null))
        .containsExactly("request of POST " + orders + ": /to_Item/results/0/Matrial is unknown");
    assertThat(Contracts.wrong("sap-s4hana", "GET", orders, Map.of(), null, 200, Tree.JSON.readTree("{\"d\": {\"results\": [{\"Total\": \"1\"}]}}")))
        .containsExactly("answer 200 of GET " + orders + ": /d/results/0/Total is unknown");
  }

  private static GraphQlContract graphQl(String system) {
    return SCHEMAS.computeIfAbsent(system, name -> new GraphQlContract(Contracts.root().orElseThrow().resolve(GRAPHQL.get(name))));
  }
}
