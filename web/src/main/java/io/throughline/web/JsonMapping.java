package io.throughline.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** The hub's one JSON for every Jackson provider there is: the container finds one by itself, before it finds ours. */
@Provider
public class JsonMapping implements ContextResolver<ObjectMapper> {

  @Override
  public ObjectMapper getContext(Class<?> type) {
    return Strict.MAPPER;
  }
}
