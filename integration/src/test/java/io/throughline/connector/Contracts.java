package io.throughline.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vendors' machine-readable contracts. They are not part of the project: they are read from {@code ../shared/vendors/contracts}, or
 * wherever {@code -Dcontracts=} points.
 */
final class Contracts {

  /** One file, and the part of the path that it leaves to the server's address. */
  private record Piece(String file, String prefix) {}

  /**
   * @param custom names that a tenant adds to the vendor's own; null: names are not checked at all
   * @param without paths for which no contract is at hand
   */
  private record Described(List<Piece> pieces, String custom, String without) {}

  private static final Map<String, Described> SYSTEMS = Map.ofEntries(
      Map.entry("asana", new Described(List.of(new Piece("asana/asana-subset.openapi.json", "/api/1.0")), null, null)),
      Map.entry("bamboohr", new Described(List.of(new Piece("bamboohr/bamboohr-subset.openapi.json", "")), null, null)),
      Map.entry("ukg-pro", new Described(List.of(new Piece("ukg/ukg-pro-hcm-subset.openapi.json", "")), null, ".*/employee-job-history-details")), // the file says one row where pages of them are asked for
      Map.entry("workday", new Described(List.of(new Piece("workday/workday-common-v1-subset.openapi.json", "/ccx/api/common/v1/throughline")), null, ".*/customreport2/.*")), // a report is the firm's own
      Map.entry("docusign", new Described(List.of(new Piece("docusign/docusign-esign-v2.1-subset.swagger.json", "/restapi")), "nextUri", null)),
      Map.entry("google-drive", new Described(List.of(new Piece("google-drive/google-drive-v3-subset.openapi.json", "")), null, null)),
      Map.entry("sharepoint", new Described(List.of(new Piece("msgraph/msgraph-v1.0-files-sites-subscriptions.openapi.json", "/v1.0")), null, ".*/root:/.*")), // the file leaves addressing by path out
      Map.entry("certinia", new Described(List.of(new Piece("salesforce/HANDWRITTEN-salesforce-rest.openapi.json", "")), null, null)),
      Map.entry("hubspot", new Described(List.of(new Piece("hubspot/HANDWRITTEN-hubspot-crm.openapi.json", "")), null, null)),
      Map.entry("jira", new Described(List.of(new Piece("jira/jira-cloud-v3-subset.openapi.json", ""), new Piece("tempo/HANDWRITTEN-tempo-v4.openapi.json", "")), null, null)),
      Map.entry("salesforce", new Described(List.of(new Piece("salesforce/HANDWRITTEN-salesforce-rest.openapi.json", "")), null, null)),
      Map.entry("kantata", new Described(List.of(new Piece("kantata/HANDWRITTEN-kantata-ox.openapi.json", "/api/v1")), null, null)),
      Map.entry("netsuite", new Described(List.of(new Piece("netsuite/netsuite-rest-derived.openapi.json", "/services/rest")), null, null)),
      Map.entry("salesforce-cpq", new Described(List.of(new Piece("salesforce/HANDWRITTEN-salesforce-rest.openapi.json", "")), null, null)),
      Map.entry("dynamics-sales", new Described(List.of(new Piece("dynamics-dataverse/dataverse-sales-derived.openapi.json", "/api/data/v9.2")), null, null)),
      Map.entry("dynamics-finance", new Described(
          List.of(
              new Piece("dynamics-finance/d365fo-receivable-subset.openapi.json", "/data"),
              new Piece("dynamics-finance/d365fo-project-subset.openapi.json", "/data"),
              new Piece("dynamics-finance/d365fo-ledger-subset.openapi.json", "/data"),
              new Piece("dynamics-finance/d365fo-invoicing-cdm-derived.openapi.json", "/data")),
          "@odata.*|innererror", null)), // the file leaves the inner error out
      Map.entry("project-operations", new Described(List.of(new Piece("project-operations/dataverse-project-operations-derived.openapi.json", "/api/data/v9.2")), null, null)),
      Map.entry("oracle-fusion", new Described(List.of(new Piece("oracle-fusion/HANDWRITTEN-oracle-fusion-erp.openapi.json", "")), null, ".*/hubOrganizations/.*|.*/receivablesCreditMemos.*|.*/child/remittanceReferences|.*/contracts(/.*)?")),
      Map.entry("sage-intacct", new Described(List.of(new Piece("sage-intacct/HANDWRITTEN-sage-intacct-rest.openapi.json", "")), null, null)),
      Map.entry("sap-s4hana", new Described(
          List.of(
              new Piece("sap-s4hana/API_BUSINESS_PARTNER-subset.openapi.json", "/sap/opu/odata/sap/API_BUSINESS_PARTNER"),
              new Piece("sap-s4hana/API_SALES_ORDER_SRV-subset.openapi.json", "/sap/opu/odata/sap/API_SALES_ORDER_SRV"),
              new Piece("sap-s4hana/API_ENTERPRISE_PROJECT_SRV_0002.openapi.json", "/sap/opu/odata/sap/API_ENTERPRISE_PROJECT_SRV;v=0002")),
          "__metadata|__deferred|to_Customer|to_BusinessPartner.*", // the create schema was generated without its deep inserts
          "/sap/bc/srt/.*|.*/API_OPLACCTGDOCITEMCUBE_SRV/.*|.*/A_BusinessPartner(Address|TaxNumber)\\(.*")));

  private static final Map<Piece, Contract> READ = new ConcurrentHashMap<>();

  private Contracts() {}

  static boolean covers(String system) {
    return SYSTEMS.containsKey(system);
  }

  /** Where the contracts are, if they are here. */
  static Optional<Path> root() {
    if (System.getProperty("contracts") != null) return Optional.of(Path.of(System.getProperty("contracts")));
    for (var at = Path.of("").toAbsolutePath(); at.getParent() != null; at = at.getParent()) {
      var beside = at.resolveSibling("shared").resolve("vendors/contracts");
      if (Files.isDirectory(beside)) return Optional.of(beside);
    }
    return Optional.empty();
  }

  /** What is wrong with one exchange: nothing, when it keeps to the contract. */
  static List<String> wrong(String system, String method, String uri, Map<String, String> headers, JsonNode body, int status, JsonNode answer) {
    var described = SYSTEMS.get(system);
    var path = uri.replaceFirst("\\?.*$", "");
    if (described.without() != null && path.matches(described.without())) return List.of();
    var wrong = new ArrayList<String>();
    for (var piece : described.pieces()) {
      var contract = READ.computeIfAbsent(piece, each -> new Contract(root().orElseThrow().resolve(each.file()), each.prefix()));
      if (!path.startsWith(piece.prefix())) continue;
      var here = contract.wrong(method, uri, headers, body, status, answer, described.custom());
      if (here.isEmpty()) return here;
      if (wrong.isEmpty() || wrong.get(0).startsWith("no operation")) wrong = new ArrayList<>(here);
    }
    return wrong.isEmpty() ? List.of("no operation " + method + " " + uri) : wrong;
  }
}
