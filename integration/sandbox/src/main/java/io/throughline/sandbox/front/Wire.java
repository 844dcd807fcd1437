package io.throughline.sandbox.front;

import io.throughline.sandbox.Sandbox;
import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Between servlet requests and calls. */
final class Wire {

  /** Bigger than any page or batch these vendors take. */
  private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

  private Wire() {}

  static Sandbox sandbox(HttpServlet servlet) {
    return (Sandbox) servlet.getServletContext().getAttribute(SandboxStart.SANDBOX);
  }

  /** @return null when the body is too long to be read */
  static Call read(HttpServletRequest request, String mount, String path) throws IOException {
    byte[] body = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) return null;
    Map<String, String> headers = new LinkedHashMap<>();
    for (var names = request.getHeaderNames(); names.hasMoreElements(); ) {
      var name = names.nextElement();
      headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
    }
    return new Call(request.getMethod(), address(request) + mount, path, Call.pairs(request.getQueryString()), headers, body);
  }

  /** The web application's own address as the caller sees it. */
  static String address(HttpServletRequest request) {
    var host = request.getHeader("Host") == null ? request.getServerName() + ":" + request.getServerPort() : request.getHeader("Host");
    return request.getScheme() + "://" + host + request.getContextPath();
  }

  /** Lets pages of this machine call; true when that was all that was asked. */
  static boolean allowLocalPages(HttpServletRequest request, HttpServletResponse response) {
    var origin = request.getHeader("Origin");
    if (origin != null && origin.matches("http://(127\\.0\\.0\\.1|localhost)(:\\d+)?")) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Headers", "Content-Type, Authorization");
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
      response.setHeader("Vary", "Origin");
    }
    return request.getMethod().equals("OPTIONS");
  }

  static void write(HttpServletResponse response, Answer answer) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    if (answer.body() == null) return;
    if (!answer.headers().containsKey("Content-Type")) response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getOutputStream().write(answer.text().getBytes(StandardCharsets.UTF_8));
  }
}
