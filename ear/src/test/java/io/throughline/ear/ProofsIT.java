package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each proof can fail: a row that somebody changed in the database behind the hub's back is named, and only while it is wrong. */
@ExtendWith(SharedHub.class)
class ProofsIT {

  private static Deal deal;

  @BeforeAll
  static void aDealThatIsPaid(HubFixture hub) {
    deal = Deal.won(hub, "Proved", terms -> Deal.withExpenses(terms, "PO-3")).awaitOpening("done");
    deal.approveTime("2026-09-10", 90, true);
    deal.approveExpense("2026-09-10", "Hotel", 20000, "EUR", true);
    deal.completeMilestone("ACC-7");
    deal.awaitMinutes(90);
    deal.awaitExpenses(1);
    deal.awaitPosted(1);
    deal.bill("2026-12-31");
    deal.awaitPosted(3);
    deal.pay();
    deal.awaitPaid(3);
    deal.awaitQuiet();
    Holds.everyProof(hub);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "minutes  | an entry invoiced beyond its minutes  | update time_entry set minutes = minutes - 1 where thread_id = '%s'  | update time_entry set minutes = minutes + 1 where thread_id = '%s'",
        "minutes  | a minute more on an invoice line     | update document_line set minutes = minutes + 1 where document_id in (select id from document where thread_id = '%s' and origin = 'time') | update document_line set minutes = minutes - 1 where document_id in (select id from document where thread_id = '%s' and origin = 'time')",
        "minutes  | a kept sum that nobody can recount    | insert into tally (thread_id, approved) values ('%s', 1) | insert into tally (thread_id, approved) values ('%s', -1)",
        "minutes  | open time of a day without work      | insert into open_time (thread_id, work_date, minutes, at_rate) values ('%s', '2026-01-01', 1, 0) | insert into open_time (thread_id, work_date, minutes, at_rate) values ('%s', '2026-01-01', -1, 0)",
        "expenses | an expense billed beyond what was spent | update expense set amount = amount - 0.01 where thread_id = '%s' | update expense set amount = amount + 0.01 where thread_id = '%s'",
        "expenses | a cent more on its line               | update document_line set amount = amount + 0.01 where document_id in (select id from document where thread_id = '%s' and origin = 'expense') | update document_line set amount = amount - 0.01 where document_id in (select id from document where thread_id = '%s' and origin = 'expense')",
        "expenses | a kept sum that nobody can recount    | insert into expense_tally (thread_id, currency, approved) values ('%s', 'EUR', 0.01) | insert into expense_tally (thread_id, currency, approved) values ('%s', 'EUR', -0.01)",
        "expenses | what is open of a day without expenses | insert into expense_tally (thread_id, currency, incurred_on, to_bill) values ('%s', 'EUR', '2026-01-01', 0.01) | insert into expense_tally (thread_id, currency, incurred_on, to_bill) values ('%s', 'EUR', '2026-01-01', -0.01)",
        "threads  | an expense on no contract line        | update expense set line_id = 'none' where thread_id = '%s' | update expense set line_id = (select line_id from document_line where document_id in (select id from document where origin = 'expense' and document.thread_id = expense.thread_id)) where thread_id = '%s'",
        "money    | a cent more on an invoice            | update document set net = net + 0.01 where thread_id = '%s' and origin = 'time' | update document set net = net - 0.01 where thread_id = '%s' and origin = 'time'",
        "money    | a cent more on a line                | update document_line set amount = amount + 0.01 where document_id in (select id from document where thread_id = '%s' and origin = 'time') | update document_line set amount = amount - 0.01 where document_id in (select id from document where thread_id = '%s' and origin = 'time')",
        "money    | a cent that nobody paid              | update document set paid = paid - 0.01 where thread_id = '%s' and origin = 'time' | update document set paid = paid + 0.01 where thread_id = '%s' and origin = 'time'",
        "money    | a line sold for a cent more         | update engagement set terms = jsonb_set(terms, '{lines,0,amount}', '\"12000.01\"') where thread_id = '%s' | update engagement set terms = jsonb_set(terms, '{lines,0,amount}', '\"12000.00\"') where thread_id = '%s'",
        "money    | a contract worth a cent more        | update contract_version set value = value + 0.01 where thread_id = '%s' | update contract_version set value = value - 0.01 where thread_id = '%s'",
        "money    | an engagement worth a cent more     | update engagement set value = value + 0.01 where thread_id = '%s' | update engagement set value = value - 0.01 where thread_id = '%s'",
        "money    | a billing event billed for less      | update billing_event set amount = amount + 1 where thread_id = '%s' | update billing_event set amount = amount - 1 where thread_id = '%s'",
        "money    | a kept sum that nobody can recount    | insert into money_tally (thread_id, currency, billed) values ('%s', 'EUR', 0.01) | insert into money_tally (thread_id, currency, billed) values ('%s', 'EUR', -0.01)",
        "money    | a kept total that nobody can recount  | insert into total (what, word, currency, n) values ('money', 'paid', 'EUR', 0.01) | insert into total (what, word, currency, n) values ('money', 'paid', 'EUR', -0.01)",
        "money    | a document that no total counts       | insert into total (what, word, n) values ('document', 'paid', -1) | insert into total (what, word, n) values ('document', 'paid', 1)",
        "money    | an engagement counted at another stage | update stage_counted set stage = 'delivering' where thread_id = '%s' | update stage_counted set stage = 'paid' where thread_id = '%s'",
        "cash     | a cent of a payment that is in no books | update remittance set amount = amount + 0.01 where payment_id in (select payment_id from cash_application where thread_id = '%s' order by 1 limit 1) | update remittance set amount = amount - 0.01 where payment_id in (select payment_id from cash_application where thread_id = '%s' order by 1 limit 1)",
        "journals | a cent less on one side              | update posting set debit = debit + 0.01 where thread_id = '%s' and account = 'CASH' | update posting set debit = debit - 0.01 where thread_id = '%s' and account = 'CASH'",
        "receipts | an effect whose receipt is forgotten | update attempt set effect = 'unknown' where thread_id = '%s' and operation = 'createProject' | update attempt set effect = 'applied' where thread_id = '%s' and operation = 'createProject'",
        "receipts | a second project                     | insert into crosswalk select kind, ours, system, 'twin', thread_id, recorded_at from crosswalk where thread_id = '%s' and kind = 'createProject' | delete from crosswalk where thread_id = '%s' and theirs = 'twin'",
        "threads  | a project that nobody created        | update crosswalk set kind = 'createProjekt' where thread_id = '%s' and kind = 'createProject' | update crosswalk set kind = 'createProject' where thread_id = '%s' and kind = 'createProjekt'",
        "threads  | a payment that never arrived         | update fact set fact_key = concat(fact_key, '!') where kind = 'payment' and fact_key in (select payment_id from cash_application where thread_id = '%s') | update fact set fact_key = rtrim(fact_key, '!') where kind = 'payment' and fact_key in (select concat(payment_id, '!') from cash_application where thread_id = '%s')"
      })
  void namesWhatSomebodyChanged(String proof, String what, String wrong, String right, HubFixture hub) throws SQLException {
    behindTheHubsBack(hub, wrong);
    try {
      var broken = proof(hub, proof);
      assertThat(broken.get("holds").asBoolean()).as(broken.toString()).isFalse();
      assertThat(broken.get("residual").decimalValue()).isPositive();
    } finally {
      behindTheHubsBack(hub, right);
    }
    assertThat(proof(hub, proof).get("holds").asBoolean()).isTrue();
  }

  private static JsonNode proof(HubFixture hub, String name) {
    for (var each : hub.as("auditor").get("/api/experience/v1/operations/proofs").json().get("proofs")) if (each.get("name").asText().equals(name)) return each;
    throw new AssertionError("no proof of " + name);
  }

  /** As the owner of the tables, who may switch triggers off. */
  private static void behindTheHubsBack(HubFixture hub, String change) throws SQLException {
    var table = change.replaceFirst("^(update|insert into|delete from) (\\w+).*", "$2");
    try (var connection = hub.database(); var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("alter table " + table + " disable trigger user");
      assertThat(statement.executeUpdate(change.formatted(deal.thread()))).as(change).isPositive();
      statement.execute("alter table " + table + " enable trigger user");
      connection.commit();
    }
  }

  @Test
  void theLogTellsAHopWithThreadJourneyAndTrace(HubFixture hub) throws IOException {
    try (var lines = Files.lines(hub.log())) {
      assertThat(lines.filter(line -> line.contains("thread=" + deal.thread() + " journey="))).isNotEmpty().allSatisfy(line -> assertThat(line).containsPattern("step=\\S+ outcome=.* trace=00-[0-9a-f]{32}-"));
    }
  }
}
