package io.throughline.books;

import com.fasterxml.jackson.core.type.TypeReference;
import io.throughline.store.JsonSetting;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A setting that names legal entities, each with the first month it counts for: {@code {"TL-DE": "2026-10"}}. Read each time. */
record FirstMonths(Map<String, YearMonth> byEntity) {

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  static FirstMonths of(String setting) {
    var byEntity = new TreeMap<String, YearMonth>();
    JsonSetting.read(setting, TEXTS).forEach((entity, month) -> byEntity.put(entity, parsed(setting, month)));
    return new FirstMonths(byEntity);
  }

  private static YearMonth parsed(String setting, String month) {
    try {
      return YearMonth.parse(month);
    } catch (DateTimeException unreadable) {
      throw new IllegalStateException(setting + ": " + month + " is no month such as 2026-10", unreadable);
    }
  }

  Set<String> entities() {
    return byEntity.keySet();
  }

  boolean cover(String entity, YearMonth month) {
    var first = byEntity.get(entity);
    return first != null && !month.isBefore(first);
  }
}
