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

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HubFixture.class;
  }

  @Override
  public HubFixture resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getRoot().getStore(Namespace.create(SharedHub.class))
        .getOrComputeIfAbsent("hub", key -> HubFixture.start("shared", Map.of("THROUGHLINE_CALL_DEADLINE", "PT5S", "THROUGHLINE_CALL_SETTLE", "PT6S")), HubFixture.class);
  }
}
