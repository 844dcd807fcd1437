package io.throughline.journey;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.throughline.system.Crm;
import java.util.List;
import org.junit.jupiter.api.Test;

class JourneyPlanTest {

  @Test
  void refusesAPlanWithoutAPivot() {
    assertThatThrownBy(() -> plan().check("look", story -> Verdict.FIT).plan()).hasMessageContaining("exactly one pivot, not 0");
  }

  @Test
  void refusesASecondPivot() {
    assertThatThrownBy(() -> plan().pivot("a", story -> new Crm.ReadDeal("1")).pivot("b", story -> new Crm.ReadDeal("1")).plan()).hasMessageContaining("exactly one pivot, not 2");
  }

  @Test
  void refusesAnUndoBehindThePivot() {
    assertThatThrownBy(() -> plan().pivot("a", story -> new Crm.ReadDeal("1")).step("b", story -> List.of(), story -> List.of()).plan())
        .hasMessageContaining("b has an undo behind the pivot");
  }

  @Test
  void refusesAnEffectWithoutAnUndoBeforeThePivot() {
    assertThatThrownBy(() -> plan().then("b", story -> List.of()).pivot("a", story -> new Crm.ReadDeal("1")).plan()).hasMessageContaining("b stands before the pivot without an undo");
  }

  @Test
  void refusesTwoStepsOfOneName() {
    assertThatThrownBy(() -> plan().check("a", story -> Verdict.FIT).check("a", story -> Verdict.FIT)).hasMessageContaining("two steps named a");
  }

  private static JourneyPlan.Builder<String> plan() {
    return JourneyPlan.named("plan", 1, String.class, "operator");
  }
}
