package io.throughline.web.dashboard;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** The pages' files. Below the version that they have they never change, and a browser need not ask again; below another one they are not there. */
@WebServlet("/app/*")
public class PageFiles extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

  private String versioned;

  @Override
  public void init() {
    versioned = "/" + PageVersion.of(getServletContext());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var path = request.getPathInfo() == null ? "" : request.getPathInfo();
    var kept = path.startsWith(versioned);
    var name = kept ? path.substring(versioned.length()) : path.substring(Math.min(1, path.length()));
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (var in = type == null || name.contains("..") ? null : getServletContext().getResourceAsStream(PageVersion.FILES + name)) {
      if (in == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      var bytes = in.readAllBytes();
      if (kept) response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.setContentType(type);
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }
}
