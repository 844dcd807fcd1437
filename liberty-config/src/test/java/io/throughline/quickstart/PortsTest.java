package io.throughline.quickstart;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void aTakenPortIsRefusedWithItsNumberAndTheVariableThatChangesIt() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = new Ports(free(), free(), other.getLocalPort(), free());

      assertThatThrownBy(ports::refuseTaken).isInstanceOf(Refusal.class)
          .hasMessageContaining("port " + other.getLocalPort()).hasMessageContaining("PG_PORT=");
    }
  }

  @Test
  void freePortsAreAccepted() throws IOException {
    var ports = new Ports(free(), free(), free(), free());

    assertThatCode(ports::refuseTaken).doesNotThrowAnyException();
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
