package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many drafts are released or taken back at once. */
@ExtendWith(SharedHub.class)
class DraftsIT {

  private static final String DRAFTS = "/api/experience/v1/finance/drafts/";

  @Test
  void areReleasedAtOnceButForThoseThatAreNone(HubFixture hub) {
    var one = worked(hub, "Released with another");
    var other = worked(hub, "Released with one");
    var drafts = Stream.of(one, other).flatMap(deal -> deal.draft("2026-09-30").stream()).toList();

    var released = hub.as("finance").post(DRAFTS + "release", chosen(Stream.concat(drafts.stream(), Stream.of("none")).toList(), null));

    assertThat(released.status()).as(released.body()).isEqualTo(200);
    assertThat(released.json().get("done")).hasSize(2);
    assertThat(released.json().get("refused").toString()).isEqualTo("[{\"documentId\":\"none\",\"code\":\"not-found\",\"title\":\"" + released.json().at("/refused/0/title").asText() + "\"}]");
    one.awaitPosted(1);
    other.awaitPosted(1);
    assertThat(hub.as("finance").post(DRAFTS + "release", chosen(drafts, null)).json().get("refused")).hasSize(2);
    assertThat(hub.as("finance").post(DRAFTS + "discard", chosen(drafts, "too late")).json().get("refused")).as("what is released is not taken back").hasSize(2);
    Holds.everyProof(hub);
  }

  @Test
  void areTakenBackAndDraftedAnew(HubFixture hub) {
    var deal = worked(hub, "Drafted through the wrong year");
    var draft = deal.draft("2036-09-30");

    assertThat(hub.as("finance").post(DRAFTS + "discard", chosen(draft, null)).json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
    assertThat(hub.as("operator").post(DRAFTS + "discard", chosen(draft, "why")).status()).isEqualTo(403);
    assertThat(hub.as("finance").post(DRAFTS + "discard", chosen(List.of(), "why")).json().at("/errors/0/pointer").asText()).isEqualTo("/documents");
    var discarded = hub.as("finance").post(DRAFTS + "discard", chosen(draft, "it should have been 2026"));
    assertThat(discarded.status()).as(discarded.body()).isEqualTo(200);

    assertThat(hub.text("select state from document where id = '" + draft.get(0) + "'")).isEqualTo("discarded");
    assertThat(hub.text("select sum(unbilled)::text from tally where thread_id = '" + deal.thread() + "'")).isEqualTo("90");
    var anew = deal.draft("2026-09-30");
    assertThat(anew).hasSize(1).doesNotContainAnyElementsOf(draft);
    deal.release(anew.get(0));
    deal.awaitPosted(1);
    Holds.everyProof(hub);
  }

  private static Deal worked(HubFixture hub, String name) {
    var deal = Deal.won(hub, name).awaitOpening("done");
    deal.approveTime("2026-09-10", 90, true);
    deal.awaitMinutes(90);
    return deal;
  }

  private static String chosen(List<String> documents, String reason) {
    return "{\"documents\":" + documents.stream().map(id -> '"' + id + '"').collect(Collectors.joining(",", "[", "]")) + (reason == null ? "" : ",\"reason\":\"" + reason + "\"") + "}";
  }
}
