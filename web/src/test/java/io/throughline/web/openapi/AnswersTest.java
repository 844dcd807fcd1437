package io.throughline.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.web.OperationsTest;
import org.junit.jupiter.api.Test;

class AnswersTest {

  @Test
  void everyResourceIsDescribed() {
    assertThat(Answers.RESOURCES).containsExactlyInAnyOrderElementsOf(OperationsTest.resources().toList());
  }
}
