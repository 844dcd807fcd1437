package io.throughline.web;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ext.Provider;

/** The hub's one JSON, also over HTTP. */
@Provider
@Consumes({"application/json", "application/*+json"})
@Produces({"application/json", "application/*+json"})
public class JacksonProvider extends JacksonJsonProvider {

  public JacksonProvider() {
    super(Strict.MAPPER);
  }
}
