package io.throughline.web.dashboard;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The page that names all others' files, by the version in which they are. */
@WebServlet({"", "/index.html"})
public class FirstPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private byte[] page;

  @Override
  public void init() throws ServletException {
    try (var in = getServletContext().getResourceAsStream("/index.html")) {
      var written = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      page = written.replace("\"app/", "\"app/" + PageVersion.of(getServletContext())).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType("text/html; charset=utf-8");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }
}
