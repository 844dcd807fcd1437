package io.throughline.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A system that is not spoken to by HTTP and is addressed as if it were: a request comes in, an answer goes out. */
interface Local {

  /**
   * A request.
   *
   * @param address path and query
   * @param headers those by which somebody signs in
   * @param left what is left of the deadline
   */
  record Asked(String method, String address, Object body, Map<String, String> headers, Duration left) {}

  /** A {@link java.net.ConnectException} says that nothing was sent. */
  Answer answer(Asked asked) throws IOException;

  static Answer answer(int status, Object body) {
    return new Answer(status, Map.of(), Tree.write(body), body);
  }
}
