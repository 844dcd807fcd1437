package io.throughline.sandbox.front;

import io.throughline.sandbox.control.Control;
import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.language.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /control/...}: the levers. Callable from pages of this machine. */
public final class ControlServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private transient Control control;

  @Override
  public void init() {
    control = new Control(Wire.sandbox(this));
  }

  @Override
  public void destroy() {
    control.close();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (Wire.allowLocalPages(request, response)) return;
    var call = Wire.read(request, "/control", request.getPathInfo() == null ? "/" : request.getPathInfo());
    Wire.write(response, call == null ? Answer.of(413, Json.object().put("error", "body too long")) : control.handle(call));
  }
}
