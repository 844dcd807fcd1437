package io.throughline.web.dashboard;

import io.throughline.store.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tells the dashboard where to sign in; open to everybody and without a secret. */
@WebServlet("/dashboard-config.json")
public class SettingsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType("application/json");
    response.getOutputStream().write(Json.write(Settings.configured()).getBytes(StandardCharsets.UTF_8));
  }
}
