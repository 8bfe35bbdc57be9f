package dev.sluice.data.music.library;

import dev.sluice.argument.Require;
import dev.sluice.data.DataException;
import dev.sluice.data.music.Piece;
import dev.sluice.data.music.midi.MidiException;
import dev.sluice.data.music.midi.MidiReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads folders of MIDI files. */
public final class MidiFolder {
  private static final int QUOTED = 5;

  private MidiFolder() {}

  /**
   * Reads all files below a folder whose names end in {@code .mid} or {@code .midi}, in the order
   * of their paths. A piece is named by its path. Files that cannot be used are skipped; so are
   * files with exactly the notes of an earlier one, which would be in two splits at once.
   *
   * @throws DataException if the folder has no usable file, or cannot be listed
   */
  public static PieceCollection read(Path folder, MidiReader reader) {
    Require.present("folder", folder);
    Require.present("reader", reader);
    List<NamedPiece> pieces = new ArrayList<>();
    List<SkippedFile> skipped = new ArrayList<>();
    Map<Piece, String> seen = new HashMap<>();
    for (Path file : list(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      try {
        Piece piece = reader.read(file);
        String earlier = seen.putIfAbsent(piece, name);
        if (earlier == null) {
          pieces.add(new NamedPiece(name, piece));
        } else {
          skipped.add(new SkippedFile(name, "the same notes as " + earlier));
        }
      } catch (MidiException e) {
        skipped.add(new SkippedFile(name, e.reason()));
      }
    }
    if (pieces.isEmpty()) {
      throw new DataException(nothingUsable(folder, skipped));
    }
    return new PieceCollection("MIDI files in " + folder, pieces, skipped);
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder
              + ": expected a folder of MIDI files, found "
              + (Files.exists(folder) ? "a file" : "nothing"));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(MidiFolder::isMidi).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isMidi(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".mid") || name.endsWith(".midi")) && Files.isRegularFile(file);
  }

  private static String nothingUsable(Path folder, List<SkippedFile> skipped) {
    if (skipped.isEmpty()) {
      return folder + ": expected files that end in .mid or .midi, found none";
    }
    String quoted =
        skipped.stream().limit(QUOTED).map(SkippedFile::toString).collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "%s: expected a usable MIDI file, found none among %d: %s%s",
        folder,
        skipped.size(),
        quoted,
        skipped.size() > QUOTED ? "; ..." : "");
  }
}
