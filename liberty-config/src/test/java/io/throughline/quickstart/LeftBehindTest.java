package io.throughline.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run leaves behind does not block the next one, and nobody else's process is touched. */
class LeftBehindTest {

  @TempDir Path home;
  private Process child;

  @BeforeEach
  void startChild() throws IOException {
    child = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endChild() {
    child.destroyForcibly();
  }

  @Test
  void theRememberedProcessIsEndedAndForgotten() throws IOException {
    var file = home.resolve("hub.pid");
    Orphans.remember(child.toHandle(), file);

    assertThat(Orphans.stop(file)).isTrue();

    assertThat(child.isAlive()).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void aProcessThatHasInheritedThePidIsLeftAlone() throws IOException {
    var file = home.resolve("hub.pid");
    Files.writeString(file, child.pid() + " 2001-01-01T00:00:00Z");

    assertThat(Orphans.stop(file)).isFalse();

    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void aTornFileIsNoProcess() throws IOException {
    var file = Files.writeString(home.resolve("hub.pid"), "");

    assertThat(Orphans.stop(file)).isFalse();
  }

  @Test
  void aSecondRunOnTheSameDataIsRefusedUntilTheFirstEnds() throws IOException {
    var first = RunLock.take(home);

    assertThatThrownBy(() -> RunLock.take(home)).isInstanceOf(Refusal.class).hasMessageContaining("another run");

    first.close();
    RunLock.take(home).close();
  }
}
