package dev.sluice.data.music.event;

import dev.sluice.data.music.MeterChange;
import dev.sluice.data.music.Note;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.PieceBuilder;
import dev.sluice.data.music.TempoChange;
import dev.sluice.data.music.Transpositions;
import java.util.Arrays;
import java.util.List;

/** Moves a piece to the nearest one that the events of a vocabulary describe exactly. */
final class EventQuantizer {
  private static final int OCTAVE = 12;
  private static final int VELOCITY_CLASS = 16;

  private final EventVocabulary vocabulary;
  private final int step;
  private final int[] durations;
  private final int[] tempos;

  EventQuantizer(EventVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    step = vocabulary.stepTicks();
    durations = vocabulary.values(EventKind.DURATION);
    tempos = vocabulary.values(EventKind.TEMPO);
  }

  /** A quantized piece stays as it is. */
  Piece quantize(Piece piece) {
    PieceBuilder builder = new PieceBuilder();
    List<Note> notes = quantizeNotes(piece);
    for (Note note : notes) {
      builder.add(note);
    }
    if (!notes.isEmpty()) {
      addMetersAndTempos(builder, piece, notes.get(notes.size() - 1).onset());
    }
    return builder.build();
  }

  private List<Note> quantizeNotes(Piece piece) {
    PieceBuilder moved = new PieceBuilder();
    for (Note note : piece.notes()) {
      moved.add(
          new Note(
              (note.onset() + step / 2) / step * step,
              nearestDuration(note.duration()) * step,
              onPiano(note.pitch()),
              note.velocity() / VELOCITY_CLASS * VELOCITY_CLASS + VELOCITY_CLASS / 2));
    }
    // Where a note had to end for the next one of its pitch, its duration may be none of ours.
    return moved.build().notes().stream()
        .map(note -> note.withDuration(longestDuration(note.duration() / step) * step))
        .toList();
  }

  private void addMetersAndTempos(PieceBuilder builder, Piece piece, int lastOnset) {
    List<Bar> bars = Bar.through(lastOnset, piece.meters(), vocabulary);
    int[] edges = new int[bars.size() + 1];
    for (int i = 0; i < bars.size(); i++) {
      edges[i] = bars.get(i).start();
      edges[i + 1] = bars.get(i).end();
    }
    double[] seconds = piece.seconds(edges);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double quarters = (double) (bar.end() - bar.start()) / Piece.TICKS_PER_QUARTER;
      int micros = nearestTempo((seconds[i + 1] - seconds[i]) * 1e6 / quarters);
      builder.add(new MeterChange(bar.start(), bar.numerator(), bar.denominator()));
      builder.add(new TempoChange(bar.start(), micros));
    }
  }

  /** A pitch outside the piano moves by octaves. */
  private static int onPiano(int pitch) {
    int moved = pitch;
    while (moved < Transpositions.LOWEST) {
      moved += OCTAVE;
    }
    while (moved > Transpositions.HIGHEST) {
      moved -= OCTAVE;
    }
    return moved;
  }

  private int nearestDuration(int ticks) {
    int nearest = durations[0];
    for (int each : durations) {
      if (Math.abs(each * step - ticks) < Math.abs(nearest * step - ticks)) {
        nearest = each;
      }
    }
    return nearest;
  }

  private int longestDuration(int steps) {
    return Arrays.stream(durations).filter(each -> each <= steps).max().orElseThrow();
  }

  /** By ratio, as tempos are heard. */
  private int nearestTempo(double micros) {
    int nearest = tempos[0];
    for (int each : tempos) {
      if (Math.abs(Math.log(each / micros)) < Math.abs(Math.log(nearest / micros))) {
        nearest = each;
      }
    }
    return nearest;
  }
}
