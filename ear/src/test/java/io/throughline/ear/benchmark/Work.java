package io.throughline.ear.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.throughline.ear.Deal;
import io.throughline.ear.HubFixture;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** A live engagement that time can be booked on, and pages of such time. */
record Work(String system, String thread, String line, String project, String task) {

  static final String VERSION = "2026-09-30T18:00:00Z";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 9, 7);
  private static final int DAYS = 90;
  private static final int PEOPLE = 40;

  /** A time entry as delivery approved it. */
  record Entry(String id, String person, String day, int minutes, String sha256) {}

  /** Wins a deal and waits until people can book time on it. */
  static Work opened(HubFixture hub, String name) {
    var thread = Deal.won(hub, name).awaitOpening("done").thread();
    var work = "from crosswalk c join engagement e using (thread_id) where c.kind = 'planWork' and e.thread_id = '" + thread + "' and c.ours = e.thread_id || ':' || (e.terms -> 'lines' -> 0 ->> 'lineId')";
    return new Work(
        hub.text("select e.project_system " + work),
        thread,
        hub.text("select e.terms -> 'lines' -> 0 ->> 'lineId' " + work),
        hub.text("select e.project_id " + work),
        hub.text("select c.theirs " + work));
  }

  List<Entry> page(String prefix, int size) {
    return IntStream.range(0, size).mapToObj(i -> entry(prefix + "-" + i, i)).toList();
  }

  private static Entry entry(String id, int i) {
    var minutes = 15 + i * 15 % 480;
    return new Entry(id, "person-" + i % PEOPLE, FIRST_DAY.plusDays(i % DAYS).toString(), minutes, sha256(id + minutes));
  }

  /** The page as canonical facts. */
  byte[] facts(List<Entry> page) {
    var facts = JSON.createArrayNode();
    for (var entry : page) {
      facts.addObject().put("entryId", entry.id()).put("version", VERSION).put("projectId", project).put("taskId", task).put("personId", entry.person()).put("workDate", entry.day())
          .put("minutes", entry.minutes()).put("billable", true).put("approval", "approved");
    }
    return facts.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
