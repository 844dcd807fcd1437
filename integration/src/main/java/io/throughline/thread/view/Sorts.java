package io.throughline.thread.view;

import java.util.LinkedHashMap;
import java.util.Map;

/** The orders of a list by the words that ask for them; one with a minus goes from the last or most, and each can be turned round. */
public final class Sorts {

  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Order usual;

  Sorts(String word, Order usual) {
    this.usual = usual;
    and(word, usual);
  }

  Sorts and(String word, Order order) {
    orders.put(word, order);
    orders.put(turned(word), order.turned());
    return this;
  }

  public String[] words() {
    return orders.keySet().toArray(String[]::new);
  }

  /** The usual one where nobody asked. */
  Order named(String word) {
    return word == null ? usual : orders.get(word);
  }

  private static String turned(String word) {
    return word.startsWith("-") ? word.substring(1) : "-" + word;
  }
}
