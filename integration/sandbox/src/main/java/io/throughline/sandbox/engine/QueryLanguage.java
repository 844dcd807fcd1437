package io.throughline.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.throughline.sandbox.rows.Rows;
import io.throughline.sandbox.vendor.Vendor;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A query language over a vendor's rows; shared by every vendor that speaks it. */
interface QueryLanguage {

  Map<String, QueryLanguage> KNOWN = Map.of("soql", new Soql(), "suiteql", new SuiteQl(), "odata", new ODataList(), "jql", new Jql());

  /**
   * All records the query finds, in the shape the language answers.
   *
   * @param about whose collection is read, where the language does not name it
   * @param disorder what happens to the found rows on their way out
   */
  List<JsonNode> run(String source, Found about, Vendor vendor, Rows rows, Call call, UnaryOperator<List<JsonNode>> disorder);
}
