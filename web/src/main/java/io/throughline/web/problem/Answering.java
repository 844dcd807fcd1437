package io.throughline.web.problem;

import io.throughline.store.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a problem where no JAX-RS answers. */
public final class Answering {

  private Answering() {}

  public static void with(Problem problem, String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(problem.status());
    var body = Json.write(problem.at(Addresses.problems(request), path, Correlation.of(request))).getBytes(StandardCharsets.UTF_8);
    response.setContentType(Problem.MEDIA_TYPE_NAME);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
