package io.throughline.finance.whatif;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is known of a record once: its fields, how to make it, how to look into it. */
record Shape(List<Part> parts, Set<String> names, Constructor<?> maker) {

  record Part(String name, Class<?> type, Type generic, Method accessor, boolean must, boolean signed, String says) {}

  private static final ClassValue<Shape> KNOWN = new ClassValue<>() {
    @Override
    protected Shape computeValue(Class<?> type) {
      return look(type);
    }
  };

  static Shape of(Class<?> type) {
    return KNOWN.get(type);
  }

  private static Shape look(Class<?> type) {
    var parts = new ArrayList<Part>();
    var names = new LinkedHashSet<String>();
    var types = new ArrayList<Class<?>>();
    for (RecordComponent component : type.getRecordComponents()) {
      var says = component.getAnnotation(Says.class);
      component.getAccessor().setAccessible(true);
      parts.add(new Part(component.getName(), component.getType(), component.getGenericType(), component.getAccessor(), says != null && says.must(), says != null && says.signed(), says == null ? "" : says.value()));
      names.add(component.getName());
      types.add(component.getType());
    }
    try {
      var maker = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      maker.setAccessible(true);
      return new Shape(List.copyOf(parts), names, maker);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("a record has its constructor", impossible);
    }
  }
}
