package dev.sluice.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.pairwise.PairCoverage;
import org.junit.jupiter.api.Test;

class StackCasesTest {
  @Test
  void anyTwoValuesMeet() {
    PairCoverage.assertComplete(StackCases.table());
  }

  @Test
  void representativesHaveMasksOfEveryKind() {
    assertTrue(StackCases.representatives().count() >= 4);
    assertTrue(StackCases.representatives().anyMatch(row -> row.given()));
    assertTrue(StackCases.representatives().anyMatch(row -> row.lengths() != null));
  }
}
