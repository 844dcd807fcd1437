package io.throughline.sandbox.front;

import io.throughline.sandbox.engine.Answer;
import io.throughline.sandbox.engine.Call;
import io.throughline.sandbox.issuer.IssuerDesk;
import io.throughline.sandbox.language.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code /issuer/...}: sign-in of the quick start, with a plain page for browsers. Callable from pages of this machine. */
public final class IssuerServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private transient IssuerDesk desk;

  @Override
  public void init() {
    var sandbox = Wire.sandbox(this);
    desk = new IssuerDesk(sandbox.issuer(), sandbox.clock());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (Wire.allowLocalPages(request, response)) return;
    var call = Wire.read(request, "/issuer", request.getPathInfo() == null ? "/" : request.getPathInfo());
    if (call == null) Wire.write(response, Answer.of(413, Json.object().put("error", "body too long")));
    else handle(call, response);
  }

  private void handle(Call call, HttpServletResponse response) throws IOException {
    switch (call.method() + " " + call.path()) {
      case "GET /.well-known/openid-configuration" -> Wire.write(response, desk.metadata(call.base()));
      case "GET /jwks" -> Wire.write(response, desk.keys());
      case "POST /token" -> Wire.write(response, desk.token(call));
      case "GET /authorize" -> page(response, call.query(), "");
      case "POST /authorize" -> signIn(call, response);
      default -> Wire.write(response, Answer.of(404, Json.object().put("error", "not_found")));
    }
  }

  private void signIn(Call call, HttpServletResponse response) throws IOException {
    var form = call.form();
    var redirect = form.getOrDefault("redirect_uri", "");
    if (!local(redirect) || !"S256".equals(form.get("code_challenge_method"))) {
      Wire.write(response, Answer.of(400, Json.object().put("error", "invalid_request")));
      return;
    }
    var code = desk.code(form.get("username"), form.get("password"), redirect, form.getOrDefault("code_challenge", ""));
    if (code == null) page(response, form, "Wrong user or password.");
    else response.sendRedirect(redirect + (redirect.contains("?") ? "&" : "?") + "code=" + code + "&state=" + encoded(form.getOrDefault("state", "")));
  }

  /** Codes go to pages of this machine only. */
  private static boolean local(String redirect) {
    try {
      var uri = URI.create(redirect);
      return "http".equals(uri.getScheme()) && ("127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost()));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void page(HttpServletResponse response, Map<String, String> request, String problem) throws IOException {
    response.setContentType("text/html; charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    var hidden = new StringBuilder();
    for (var name : new String[] {"redirect_uri", "state", "code_challenge", "code_challenge_method"}) {
      hidden.append("<input type=hidden name=").append(name).append(" value=\"").append(escaped(request.getOrDefault(name, ""))).append("\">");
    }
    response.getOutputStream().write(("""
        <!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width, initial-scale=1"><meta name=color-scheme content="light dark"><title>Sign in to the quick start</title>
        <body style="font-family:sans-serif;max-width:22rem;margin:4rem auto">
        <h1>Sign in</h1><p role=alert>%s</p><form method=post>%s
        <p><label>User<br><input name=username autofocus autocomplete=username required></label>
        <p><label>Password<br><input name=password type=password autocomplete=current-password required></label>
        <p><button>Sign in</button></form>
        <p>Demo users: sales-ops, delivery, finance, operator, auditor, admin. The password is the user's name.</body></html>
        """).formatted(escaped(problem), hidden).getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
