package io.throughline.connector;

import java.time.Duration;
import java.util.Map;

/** A system that is not spoken to by HTTP and is addressed as if it were: a request comes in, an answer goes out. One that cannot be reached throws {@link java.io.UncheckedIOException}. */
interface Local {

  /**
   * A request.
   *
   * @param address path and query
   * @param headers those by which somebody signs in
   * @param left what is left of the deadline
   */
  record Asked(String method, String address, Object body, Map<String, String> headers, Duration left) {}

  Answer answer(Asked asked);

  static Answer answer(int status, Object body) {
    return new Answer(status, Map.of(), Tree.write(body), body);
  }
}
