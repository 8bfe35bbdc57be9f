package dev.sluice.data.music.midi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** The keys of a track that are down. Of several presses of one key the first is released first. */
final class HeldKeys {
  private static final int PITCHES = 128;

  private final List<KeyPress> finished;
  private final Map<Integer, Queue<KeyPress>> held = new TreeMap<>();

  /**
   * @param finished receives each press at its release
   */
  HeldKeys(List<KeyPress> finished) {
    this.finished = finished;
  }

  void press(long tick, int channel, int pitch, int velocity) {
    held.computeIfAbsent(channel * PITCHES + pitch, key -> new ArrayDeque<>())
        .add(new KeyPress(tick, tick, channel, pitch, velocity));
  }

  /** A release without a press has no effect. */
  void release(long tick, int channel, int pitch) {
    Queue<KeyPress> presses = held.get(channel * PITCHES + pitch);
    KeyPress first = presses == null ? null : presses.poll();
    if (first != null) {
      finish(first, tick);
    }
  }

  void releaseChannel(long tick, int channel) {
    releaseAll(tick, channel * PITCHES, (channel + 1) * PITCHES);
  }

  void releaseAll(long tick) {
    releaseAll(tick, 0, Integer.MAX_VALUE);
  }

  private void releaseAll(long tick, int from, int to) {
    for (int key : new ArrayList<>(held.keySet())) {
      if (key >= from && key < to) {
        held.remove(key).forEach(press -> finish(press, tick));
      }
    }
  }

  private void finish(KeyPress press, long tick) {
    finished.add(
        new KeyPress(press.pressed(), tick, press.channel(), press.pitch(), press.velocity()));
  }
}
