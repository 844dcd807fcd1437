package io.throughline.thread.view;

import io.throughline.store.Sql;
import io.throughline.thread.view.EngagementThread.Hop;
import io.throughline.thread.view.EngagementThread.Id;
import io.throughline.thread.view.EngagementThread.SignedContract;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The ids and checkpoints of one thread, oldest first. */
@ApplicationScoped
class Hops {

  /** A thread has some dozens; the bound only keeps an odd one readable. */
  static final int SHOWN = 1000;

  @Inject Sql sql;

  List<Id> ids(String threadId) {
    return sql.list(
        row -> new Id(row.text("kind"), row.text("ours"), row.text("system"), row.text("theirs"), row.instant("recorded_at")),
        "select * from crosswalk where thread_id = ? order by recorded_at, kind, theirs limit ?",
        threadId, SHOWN);
  }

  List<SignedContract> signedContracts(String threadId) {
    return sql.list(
        row ->
            new SignedContract(
                row.text("system"),
                row.text("signature_id"),
                row.text("name"),
                row.text("sha256"),
                row.number("bytes"),
                row.instant("completed_at"),
                row.instant("kept_at"),
                row.text("filed_in"),
                row.text("file_id"),
                row.text("file_address")),
        "select * from signed_document where thread_id = ? order by kept_at, signature_id limit ?",
        threadId, SHOWN);
  }

  long countIds(String threadId) {
    return sql.one(row -> row.number("n"), "select count(*) as n from crosswalk where thread_id = ?", threadId).orElseThrow();
  }

  long countCheckpoints(String threadId) {
    return sql.one(row -> row.number("n"), "select count(*) as n from checkpoint where thread_id = ?", threadId).orElseThrow();
  }

  List<Hop> checkpoints(String threadId, Audience audience) {
    return sql.list(
        row ->
            new Hop(
                row.number("id"),
                row.text("journey_id"),
                row.text("step"),
                row.text("system"),
                row.text("operation"),
                row.text("source_id"),
                row.text("target_id"),
                row.text("outcome"),
                row.text("detail"),
                audience.money ? Amount.text(row.decimal("amount"), row.text("currency")) : null,
                audience.money ? row.text("currency") : null,
                row.text("mapping_version"),
                row.instant("at")),
        "select * from (select * from checkpoint where thread_id = ? order by id desc limit ?) latest order by id",
        threadId, SHOWN);
  }
}
