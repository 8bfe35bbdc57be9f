package dev.sluice.insight.inspect;

import static java.util.stream.Collectors.joining;

import dev.sluice.layer.DirectionMode;
import dev.sluice.layer.PoolingSpec;
import dev.sluice.sequence.PoolingKind;

/** Describes in words which states of the top recurrent layer the pooling passes on. */
final class PoolingDescription {
  private PoolingDescription() {}

  /** For example {@code the state after the last token}. */
  static String of(PoolingSpec pooling, DirectionMode directions) {
    return pooling.poolings().stream()
        .map(kind -> sentence(kind, directions))
        .collect(joining(", and "));
  }

  private static String sentence(PoolingKind kind, DirectionMode directions) {
    return switch (kind) {
      case FIRST -> "the state after the first token";
      case LAST -> last(directions);
      case LAST_STEP -> "the state at the last token";
      case MAX -> "the largest value of each unit over all tokens";
      case MEAN -> "the mean of the states over all tokens";
    };
  }

  private static String last(DirectionMode directions) {
    return switch (directions) {
      case FORWARD -> "the state after the last token";
      case REVERSE -> "the state after the first token, which it reads last";
      case BIDIRECTIONAL ->
          "the last state of each direction: after the last token forward, after the first in reverse";
    };
  }
}
