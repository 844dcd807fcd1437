package io.throughline.finance.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {

  @Test
  void thePublishedSchemaIsExactlyWhatIsRead() throws IOException {
    try (var published = SchemaOf.class.getResourceAsStream("/schema/what-if.schema.json")) {
      assertThat(new String(published.readAllBytes(), StandardCharsets.UTF_8).strip()).isEqualTo(SchemaPrinter.pretty(SchemaOf.theBundle()));
    }
  }

  @Test
  void everyFieldSaysWhatItMeans() {
    assertThat(silent(SchemaOf.theBundle())).isEmpty();
  }

  private static List<String> silent(Object tree) {
    if (!(tree instanceof Map<?, ?> map)) return List.of();
    var found = new ArrayList<String>();
    if (map.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, each) -> {
        if (!(each instanceof Map<?, ?> property) || property.get("description") == null || property.get("description").toString().isBlank()) found.add(name.toString());
      });
    }
    map.values().forEach(each -> found.addAll(silent(each)));
    return found;
  }
}
