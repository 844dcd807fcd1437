package io.throughline.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchTest {

  private final Watch watch = new Watch();

  @Test
  void nothingIsToldOfTheFirstLookNorOfAnEqualOne() {
    assertThat(watch.changed(Map.of("hops", 7L))).isEmpty();
    assertThat(watch.changed(Map.of("hops", 7L))).isEmpty();
  }

  @Test
  void aChangeIsToldOnceMoreForWhatWasUnderWayWhenItWasSeen() {
    watch.changed(Map.of("hops", 7L, "facts", 1L));

    assertThat(watch.changed(Map.of("hops", 9L, "facts", 1L))).containsExactly("hops");
    assertThat(watch.changed(Map.of("hops", 9L, "facts", 1L))).containsExactly("hops");
    assertThat(watch.changed(Map.of("hops", 9L, "facts", 1L))).isEmpty();
  }

  @Test
  void allThatChangedIsTold() {
    watch.changed(Map.of("hops", 7L, "facts", 1L, "systems", "closed"));

    assertThat(watch.changed(Map.of("hops", 8L, "facts", 1L, "systems", "open"))).containsExactly("hops", "systems");
  }
}
