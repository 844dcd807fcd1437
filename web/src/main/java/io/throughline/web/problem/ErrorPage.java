package io.throughline.web.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What the container itself refuses (no sign-in, no such address) is a problem too. {@code web.xml} sends it here. */
@WebServlet("/problem-page")
public class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    var code = Code.of(status instanceof Integer known ? known : HttpServletResponse.SC_NOT_FOUND);
    var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    response.setHeader(Correlation.HEADER, Correlation.of(request));
    Answering.with(Problem.of(code, code.remedy()), path == null ? request.getRequestURI() : path.toString(), request, response);
  }
}
