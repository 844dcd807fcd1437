package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request and every answer of the golden files against the vendor's machine-readable contract. The contracts are not part of the
 * project: they are read from {@code ../shared/vendors/contracts}, or wherever {@code -Dcontracts=} points; without them this is skipped.
 */
class ContractTest {

  /** System → contract file and the part of the path that the file leaves to the server's address; then a file for another part of it. */
  private static final Map<String, List<String>> FILES = Map.ofEntries(
      Map.entry("asana", List.of("asana/asana-subset.openapi.json", "/api/1.0")),
      Map.entry("certinia", List.of("salesforce/HANDWRITTEN-salesforce-rest.openapi.json", "")),
      Map.entry("hubspot", List.of("hubspot/HANDWRITTEN-hubspot-crm.openapi.json", "")),
      Map.entry("jira", List.of("jira/jira-cloud-v3-subset.openapi.json", "", "tempo/HANDWRITTEN-tempo-v4.openapi.json", "/4/")),
      Map.entry("kantata", List.of("kantata/HANDWRITTEN-kantata-ox.openapi.json", "/api/v1")),
      Map.entry("netsuite", List.of("netsuite/netsuite-rest-derived.openapi.json", "/services/rest")),
      Map.entry("salesforce", List.of("salesforce/HANDWRITTEN-salesforce-rest.openapi.json", "")));

  private static final Map<String, Contract> CONTRACTS = new ConcurrentHashMap<>();

  private static final Map<String, String> GRAPHQL = Map.of("monday", "monday/monday-subset.graphql");

  private static final Map<String, GraphQlContract> SCHEMAS = new ConcurrentHashMap<>();

  static List<Golden> files() {
    return Golden.all().filter(golden -> FILES.containsKey(golden.system())).toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void speaksAsTheContractSays(Golden golden) {
    var wrong = new ArrayList<String>();
    for (var exchange : golden.file().get("exchanges")) {
      var request = exchange.get("request");
      var headers = new HashMap<String, String>();
      if (request.has("headers")) request.get("headers").fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
      wrong.addAll(contract(golden.system(), request.get("path").asText()).wrong(request.get("method").asText(), request.get("path").asText(), headers, request.get("body"), exchange.get("answer").get("status").asInt(), based(exchange.get("answer").get("body"))));
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

    assertThat(contract("kantata").wrong("POST", "/api/v1/workspaces", Map.of(), body, 200, null)).isNotEmpty();
    assertThat(contract("kantata").wrong("GET", "/api/v1/projects", Map.of(), null, 200, null)).containsExactly("no operation GET /api/v1/projects");
    assertThat(contract("netsuite").wrong("POST", "/services/rest/query/v1/suiteql", Map.of(), null, 200, null)).hasSize(2);
  }

  private static GraphQlContract graphQl(String system) {
    var root = contracts();
    assumeTrue(root != null, "SKIPPED: the vendors' contracts are not here (-Dcontracts=<folder>); nothing was checked against them");
    return SCHEMAS.computeIfAbsent(system, name -> new GraphQlContract(root.resolve(GRAPHQL.get(name))));
  }

  private static Contract contract(String system) {
    return contract(system, "");
  }

  private static Contract contract(String system, String path) {
    var root = contracts();
    assumeTrue(root != null, "SKIPPED: the vendors' contracts are not here (-Dcontracts=<folder>); nothing was checked against them");
    var files = FILES.get(system);
    if (files.size() == 4 && path.startsWith(files.get(3))) return CONTRACTS.computeIfAbsent(files.get(2), name -> new Contract(root.resolve(name), ""));
    return CONTRACTS.computeIfAbsent(system, name -> new Contract(root.resolve(files.get(0)), files.get(1)));
  }

  static Path contracts() {
    if (System.getProperty("contracts") != null) return Path.of(System.getProperty("contracts"));
    for (var at = Path.of("").toAbsolutePath(); at.getParent() != null; at = at.getParent()) {
      var beside = at.resolveSibling("shared").resolve("vendors/contracts");
      if (Files.isDirectory(beside)) return beside;
    }
    return null;
  }
}
