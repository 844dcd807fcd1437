package io.throughline.web.problem;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the {@code type} of a problem leads to: what the code means and what the caller can do. Open to everybody. */
@WebServlet("/problems/*")
public class ProblemPages extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var name = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
    var code = Code.named(name);
    if (code.isEmpty()) {
      Answering.with(Problem.of(Code.NOT_FOUND, "no problem has this code"), request.getRequestURI(), request, response);
      return;
    }
    var known = code.get();
    response.setContentType("text/plain;charset=utf-8");
    var text = known.name() + " (HTTP " + known.status() + ")\n\n" + known.title() + ".\n" + known.remedy() + "\n";
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
