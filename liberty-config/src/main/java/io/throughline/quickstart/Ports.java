package io.throughline.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the parts listen, all on the loopback address; the names are the ones an operator sets. */
public record Ports(int http, int sandbox, int postgres, int broker) {

  public static Ports configured() {
    return new Ports(port("HTTP_PORT", 9080), port("SANDBOX_PORT", 9090), port("PG_PORT", 15432), port("MQ_PORT", 16161));
  }

  /** The variables that tell a server process where everything is. */
  public Map<String, String> asEnvironment() {
    var environment = new LinkedHashMap<String, String>();
    environment.put("HTTP_PORT", String.valueOf(http));
    environment.put("SANDBOX_PORT", String.valueOf(sandbox));
    environment.put("PG_PORT", String.valueOf(postgres));
    environment.put("MQ_PORT", String.valueOf(broker));
    return environment;
  }

  /** Refuses a port that another process holds, with its name, so that the reader knows what to change. */
  public void refuseTaken() {
    asEnvironment().forEach((name, port) -> {
      if (isTaken(Integer.parseInt(port))) {
        throw new Refusal("port " + port + " is taken by another process. Choose another one: " + name + "=<port> ./mvnw -Prun");
      }
    });
  }

  static boolean isTaken(int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true); // a connection that has just ended does not count
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException taken) {
      return true;
    }
  }

  private static int port(String name, int otherwise) {
    var value = System.getProperty(name, System.getenv().getOrDefault(name, String.valueOf(otherwise)));
    try {
      var port = Integer.parseInt(value.trim());
      if (port > 0 && port < 65_536) return port;
    } catch (NumberFormatException notANumber) {
      // falls through to the same refusal as a number out of range
    }
    throw new Refusal(name + "=" + value + " is not a port number");
  }
}
