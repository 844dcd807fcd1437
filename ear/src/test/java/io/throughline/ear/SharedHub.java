package io.throughline.ear;

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

  private static final Map<String, String> SETTINGS =
      Map.of(
          "THROUGHLINE_CALL_DEADLINE", "PT5S",
          "THROUGHLINE_CALL_SETTLE", "PT6S",
          "THROUGHLINE_EINVOICE_SELLERS", "file:" + Sellers.FILE,
          "THROUGHLINE_LATE_AFTER", "PT20S",
          "THROUGHLINE_HOOK_SALESFORCE_SECRET", "whsec_" + java.util.Base64.getEncoder().encodeToString(HOOK_SECRET));

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
    return HubFixture.start("shared", SETTINGS);
  }
}
