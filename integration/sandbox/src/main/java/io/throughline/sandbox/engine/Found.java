package io.throughline.sandbox.engine;

import io.throughline.sandbox.vendor.Collection;
import io.throughline.sandbox.vendor.Route;
import io.throughline.sandbox.vendor.Vendor;
import java.util.Map;
import java.util.Optional;

/** A call whose way in was found: the names in its path, and the collection it is about, if any. */
record Found(Route route, Map<String, String> path, Optional<Collection> collection) {

  static Optional<Found> of(Vendor vendor, Call call) {
    for (var route : vendor.routes()) {
      var path = route.match(call.method(), call.path());
      if (path.isEmpty()) continue;
      var name = path.get().getOrDefault("collection", route.described().path("collection").asText(""));
      var collection = vendor.collection(name);
      if (name.isEmpty() || collection.isPresent()) return Optional.of(new Found(route, path.get(), collection));
    }
    return Optional.empty();
  }

  /** For faults: {@code invoice.upsert}, {@code query}, {@code token}. */
  String operation() {
    return collection.map(Collection::name).map(name -> name + ".").orElse("") + route.does();
  }

  Collection rows() {
    return collection.orElseThrow();
  }

  /** The call with the names of its path among the parameters: {@code /projects/7/versions} lists by project too. */
  Call asked(Call call) {
    var query = new java.util.LinkedHashMap<>(path);
    query.putAll(call.query());
    return new Call(call.method(), call.base(), call.path(), query, call.headers(), call.body());
  }

  Found about(Collection other) {
    return new Found(route, path, Optional.of(other));
  }
}
