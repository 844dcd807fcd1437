package io.throughline.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodeTest {

  @Test
  void everyCodeIsExplainedWithItsStatus() throws IOException {
    var explained = Files.readString(Path.of("../docs/problems.md"));

    assertThat(Arrays.stream(Code.values()).map(code -> "| `" + code.name() + "` | " + code.status() + " |")).allSatisfy(row -> assertThat(explained).contains(row));
  }

  @Test
  void everyStatusHasACodeOfThatStatus() {
    for (var status : new int[] {401, 403, 404, 405, 406, 409, 413, 415, 422, 429, 500, 503}) assertThat(Code.of(status).status()).isEqualTo(status);
  }
}
