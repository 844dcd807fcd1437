package io.throughline.ear;

import static java.util.Map.entry;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One hub for all test classes that ask for it, started at the first and stopped after the last: {@code @ExtendWith(SharedHub.class)}
 * and a parameter of type {@link HubFixture}.
 */
public final class SharedHub implements ParameterResolver {

  /** What the played CRM signs its events with. */
  static final byte[] HOOK_SECRET = "a secret of thirty-two characters".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** The part of a hook's address that nobody guesses. */
  static final String HOOK_TOKEN = "unguessable";

  /** What the played systems of people and documents sign their events with. */
  static final String HOOK_KEY = "a key that only both sides know";

  /** The standing facts with which quotes are checked. */
  private static final String QUOTE_BOOKS = """
      {"entities": [{"entityId": "TL-DE", "currency": "EUR", "country": "DE", "taxId": "DE1"}], "accounts": [{"accountId": "A-1", "country": "DE"}], "taxRates": [{"country": "DE", "percent": "19", "from": "2020-01-01"}],
       "rateCards": [{"rateCardId": "list", "currency": "EUR", "rates": [{"role": "Consultant", "price": "150.00"}]}], "dimensionRules": [{"ruleId": "practice", "requires": ["practice"]}],
       "policy": {"rateCard": "list", "maxDiscountPercent": "15", "minMarginPercent": "30"}}""";

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          entry("THROUGHLINE_CASH_ALLOCATION", "{\"TL-FR\": \"exact-match\"}"),
          entry("THROUGHLINE_CALL_DEADLINE", "PT5S"),
          entry("THROUGHLINE_CALL_SETTLE", "PT6S"),
          entry("THROUGHLINE_EINVOICE_SELLERS", "file:" + Sellers.FILE),
          entry("THROUGHLINE_LEDGER_POSTED", "{\"TL-GB\": \"2026-09\"}"),
          entry("THROUGHLINE_LATE_AFTER", "PT20S"),
          entry("THROUGHLINE_RECEIVABLES_COMPARED_AFTER", "PT3S"),
          entry("THROUGHLINE_QUOTES_BOOKS", QUOTE_BOOKS.replace("\n", "")),
          entry("THROUGHLINE_HOOK_SALESFORCE_SECRET", "whsec_" + java.util.Base64.getEncoder().encodeToString(HOOK_SECRET)),
          entry("THROUGHLINE_SALESFORCE_HOOK_TOKEN", HOOK_TOKEN),
          entry("THROUGHLINE_CONNECTORS_DIR", Introducing.FOLDER.toString()),
          entry("THROUGHLINE_KANTATA_HOOK_TOKEN", HOOK_TOKEN),
          entry("THROUGHLINE_ROLE_PEOPLE", "bamboohr"),
          entry("THROUGHLINE_ROLE_DOCUMENTS", "docusign"),
          entry("THROUGHLINE_ROLE_FILING", "sharepoint"),
          entry("THROUGHLINE_DOCUSIGN_HOOK_KEY", HOOK_KEY));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HubFixture.class;
  }

  @Override
  public HubFixture resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getRoot().getStore(Namespace.create(SharedHub.class))
        .getOrComputeIfAbsent("hub", key -> start(), HubFixture.class);
  }

  private static HubFixture start() {
    Sellers.write(buyers -> {});
    Introducing.write();
    return HubFixture.start("shared", SETTINGS);
  }
}
