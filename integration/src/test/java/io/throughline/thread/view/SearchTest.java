package io.throughline.thread.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index is read only for the very words it was made of. */
class SearchTest {

  @ParameterizedTest
  @ValueSource(strings = {Search.ENGAGEMENT, Search.DOCUMENT, Search.EXCEPTION})
  void anIndexHasTheWordsThatAreSearched(String words) throws IOException {
    try (var migration = SearchTest.class.getResourceAsStream("/db/migration/V0050__search.sql")) {
      assertThat(new String(migration.readAllBytes(), StandardCharsets.UTF_8)).contains("((" + words.replaceAll("\\b[edi]\\.", "") + ") gin_trgm_ops)");
    }
  }
}
