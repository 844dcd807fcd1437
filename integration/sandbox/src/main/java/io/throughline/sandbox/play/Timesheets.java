package io.throughline.sandbox.play;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.language.Json;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The steps {@code time} and {@code change-time}: consultants book hours, their managers approve them. */
final class Timesheets {

  private Timesheets() {}

  /** A sheet is one entry for each of its people, working days and numbers of minutes. */
  static String enter(JsonNode sheets, Stage stage) {
    int entries = 0;
    for (var each : sheets) {
      var sheet = stage.filled(each).put("story", stage.work(each));
      var people = stage.people(sheet);
      for (var day : workingDays(LocalDate.parse(sheet.path("from").asText()), sheet.path("days").asInt(1))) {
        for (var person : people) {
          for (var minutes : sheet.path("minutes").isArray() ? sheet.get("minutes") : Json.array().add(sheet.path("minutes"))) {
            var entry = sheet.deepCopy().put("date", day.toString()).put("key", stage.nextKey("time"));
            entry.set("user", person);
            entry.set("minutes", minutes);
            var approved = stage.drive("approve-time", entry);
            if (sheet.has("entry")) stage.entries.set(sheet.path("entry").asText(), approved.path("entryId"));
            entries++;
          }
        }
      }
    }
    return entries + " time entries";
  }

  static String change(JsonNode changes, Stage stage) {
    for (var each : changes) {
      var change = stage.filled(each);
      var id = stage.entries.path(change.path("entry").asText());
      if (id.isMissingNode()) throw new PlayFailed("no time entry is called " + change.path("entry").asText());
      stage.drive("change-time", change.set("entryId", id));
    }
    return changes.size() + " time entries changed";
  }

  private static List<LocalDate> workingDays(LocalDate from, int count) {
    var days = new ArrayList<LocalDate>();
    for (var day = from; days.size() < count; day = day.plusDays(1)) {
      if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) days.add(day);
    }
    return days;
  }
}
