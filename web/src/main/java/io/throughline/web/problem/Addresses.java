package io.throughline.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.microprofile.config.ConfigProvider;

/** Absolute addresses of the hub: the configured public one ({@code throughline.public.url}), or the one that was asked. */
final class Addresses {

  private Addresses() {}

  static String problems(HttpServletRequest request) {
    return ConfigProvider.getConfig().getOptionalValue("throughline.public.url", String.class).orElseGet(() -> asked(request)) + "/problems/";
  }

  private static String asked(HttpServletRequest request) {
    var port = request.getServerPort();
    var usual = port == ("https".equals(request.getScheme()) ? 443 : 80);
    return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port) + request.getContextPath();
  }
}
