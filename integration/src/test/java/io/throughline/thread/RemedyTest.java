package io.throughline.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemedyTest {

  /** Where the code of an item is said: the first word in capitals that is handed to one of these, not to a field of it. */
  private static final Pattern RAISED =
      Pattern.compile("(?:\\b[Hh]eld|\\bhold|\\brefused|\\braise|\\braiseFact|\\btell|Verdict\\.of|new Trouble)\\((?:(?!new Field\\(|[;{}]).)*?(?<=[ (])\"([A-Z]+(?:_[A-Z]+)*)\"", Pattern.DOTALL);

  /** Codes that have a name: those of journeys' plans and books, and why time is held. */
  private static final Pattern NAMED = Pattern.compile("static final String (?:\\w*CODE|HELD|TAKEN_BACK|DEAL_LOST|PROJECT_TAKEN|NO_RATE|NEEDS_APPROVAL|CONFIRM_BY_HAND|SIGNATURE_MISSING|UNDERSTAFFED|NOT_READY) = \"([A-Z_]+)\"|\\bReason\\.([A-Z_]+)");

  /** A what-if and a quote raise nothing. */
  private static final Set<String> ELSEWHERE = Set.of("whatif", "quote");

  @Test
  void everyCodeThatIsRaisedHasItsWords() {
    var raised = new TreeSet<String>();
    for (var module : new String[] {"../domain", "../integration", "../messaging", "../web"}) sources(module).forEach(source -> {
      RAISED.matcher(source).results().forEach(found -> raised.add(found.group(1)));
      NAMED.matcher(source).results().forEach(found -> raised.add(found.group(1) == null ? found.group(2) : found.group(1)));
    });

    assertThat(raised).isEqualTo(Arrays.stream(Remedy.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void thePapersSayTheSame() throws IOException {
    var explained = Files.readString(Path.of("../docs/problems.md"));

    assertThat(Arrays.stream(Remedy.values()).map(each -> row("`" + each + "`", each.advice()))).allSatisfy(row -> assertThat(explained).contains(row));
    assertThat(explained).contains(row("any other", Remedy.OF_A_SYSTEM));
  }

  @Test
  void aSystemsOwnCodeIsExplainedAsSuch() {
    assertThat(Remedy.of("INVALID_KEY_OR_REF")).isEqualTo(Remedy.OF_A_SYSTEM);
    assertThat(Remedy.of("DEAL_LOST")).isEqualTo(Remedy.DEAL_LOST.advice());
  }

  private static String row(String code, Remedy.Advice advice) {
    return "| " + code + " | " + advice.means() + " | " + advice.remedy() + " |";
  }

  private static Stream<String> sources(String module) {
    try (var files = Files.walk(Path.of(module, "src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java") && !ELSEWHERE.contains(file.getParent().getFileName().toString())).map(RemedyTest::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
