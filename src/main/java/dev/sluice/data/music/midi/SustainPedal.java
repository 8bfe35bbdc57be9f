package dev.sluice.data.music.midi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When the sustain pedal of each channel is down. Moves may come track by track; ask only after
 * {@link #endAt}.
 */
final class SustainPedal {
  private static final int CHANNELS = 16;

  private final boolean followed;
  private final List<List<Move>> moves = new ArrayList<>();

  /** By channel: from the tick of a press to that of its release. */
  private final List<TreeMap<Long, Long>> down = new ArrayList<>();

  /**
   * @param followed whether the pedal has an effect
   */
  SustainPedal(boolean followed) {
    this.followed = followed;
    for (int channel = 0; channel < CHANNELS; channel++) {
      moves.add(new ArrayList<>());
      down.add(new TreeMap<>());
    }
  }

  void move(long tick, int channel, boolean isDown) {
    if (followed) {
      moves.get(channel).add(new Move(tick, isDown));
    }
  }

  /** Ends the moves; a pedal that is still down rises at this tick. */
  void endAt(long tick) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      List<Move> ordered = moves.get(channel);
      ordered.sort(Comparator.comparingLong(Move::tick));
      TreeMap<Long, Long> intervals = down.get(channel);
      Move pressed = null;
      for (Move move : ordered) {
        if (move.isDown() && pressed == null) {
          pressed = move;
        } else if (!move.isDown() && pressed != null) {
          intervals.put(pressed.tick(), move.tick());
          pressed = null;
        }
      }
      if (pressed != null) {
        intervals.put(pressed.tick(), tick);
      }
    }
  }

  /** When a note no longer sounds whose key is released at this tick. */
  long end(int channel, long released) {
    Map.@Nullable Entry<Long, Long> last = down.get(channel).lowerEntry(released);
    return last == null ? released : Math.max(released, last.getValue());
  }

  /** A move of the pedal. */
  private record Move(long tick, boolean isDown) {}
}
