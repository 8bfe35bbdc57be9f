package dev.sluice.data.token;

import dev.sluice.data.FetchListener;
import dev.sluice.data.ImdbReviews;
import dev.sluice.data.LabelledText;
import dev.sluice.data.TextSplits;
import dev.sluice.data.TokenizedSplits;
import dev.sluice.data.Tokenizer;
import dev.sluice.file.Sha256;
import dev.sluice.file.UserCache;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data sets tokenized once, and then read from a folder. An entry is found by a hash of the data
 * and the version of the tokenizer, so it cannot be out of date; one that is damaged is made anew.
 * Several processes may use a folder at once. The cache never fails a run: where it cannot be read
 * or written, the texts are tokenized.
 */
public final class TokenCache {
  /** What makes a smaller entry is tokenized in no time. */
  private static final long LEAST_BYTES = 1L << 20;

  /** Of all entries together; those that were not used for the longest time go first. */
  private static final long MOST_BYTES = 1L << 29;

  /** Part of every key: a change of what entries hold, or of how reviews are read, is a new one. */
  private static final String FORMAT = "sluice-tokens-1";

  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  private final Path folder;
  private final long leastBytes;
  private final long mostBytes;

  /** Entries kept in {@link UserCache#folder()}. */
  public TokenCache() {
    this(UserCache.folder().resolve("tokens"), LEAST_BYTES, MOST_BYTES);
  }

  /**
   * @param folder of the entries alone; created when needed
   * @param leastBytes of an entry that is worth keeping
   * @param mostBytes of all entries together
   */
  public TokenCache(Path folder, long leastBytes, long mostBytes) {
    this.folder = Objects.requireNonNull(folder, "folder");
    this.leastBytes = leastBytes;
    this.mostBytes = mostBytes;
  }

  /**
   * A data set tokenized.
   *
   * @param threads that tokenize it where it is not here, at least 1
   */
  public TokenizedSplits tokenize(TextSplits splits, Tokenizer tokenizer, int threads) {
    return get(
        key(tokenizer, "texts " + hash(splits)),
        new TokenFile.Origin(splits.source(), splits.sha256(), splits.notices()),
        () -> TokenizedSplits.of(splits, tokenizer, threads));
  }

  /**
   * The reviews of IMDB tokenized. Their file, which the key names by its hash, is neither fetched
   * nor read where the tokens are here.
   *
   * @param threads that tokenize them where they are not here, at least 1
   * @throws dev.sluice.data.DataException as {@link ImdbReviews#load}
   */
  public TokenizedSplits tokenize(
      ImdbReviews reviews, Tokenizer tokenizer, int threads, FetchListener listener) {
    return get(
        key(tokenizer, "imdb " + ImdbReviews.sha256()),
        new TokenFile.Origin(ImdbReviews.source(), ImdbReviews.sha256(), List.of()),
        () -> {
          Path file = reviews.fetch(listener);
          listener.status("reading " + file);
          return ImdbReviews.tokenize(file, tokenizer, threads);
        });
  }

  private static String key(Tokenizer tokenizer, String data) {
    return FORMAT + ", " + tokenizer.version() + ", " + data;
  }

  /** Of everything that an entry holds: not the file's, which may be read in several ways. */
  private static String hash(TextSplits splits) {
    Sha256 digest = new Sha256();
    digest.add(splits.classNames().size());
    splits.classNames().forEach(digest::add);
    for (List<LabelledText> texts : List.of(splits.train(), splits.test())) {
      digest.add(texts.size());
      for (LabelledText text : texts) {
        digest.add(text.label()).add(text.text());
      }
    }
    return digest.hex();
  }

  private TokenizedSplits get(String key, TokenFile.Origin origin, Supplier<TokenizedSplits> make) {
    Path file = folder.resolve(new Sha256().add(key).hex() + ".tokens");
    try {
      TokenizedSplits found = TokenFile.read(file, key, origin);
      touch(file);
      return found;
    } catch (NoSuchFileException e) {
      LOG.debug("{} is not there: tokenizing", file);
    } catch (IOException e) {
      LOG.info("{}: {}: tokenizing again", file, e.getMessage());
    }
    TokenizedSplits made = make.get();
    keep(file, key, made);
    return made;
  }

  /** For the order in which entries go; a folder that cannot be written still gives entries. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("cannot mark {} as used: {}", file, e.toString());
    }
  }

  private void keep(Path file, String key, TokenizedSplits made) {
    try {
      long size = TokenFile.size(key, made);
      if (size < leastBytes || size > mostBytes) {
        return;
      }
      Files.createDirectories(folder);
      TokenFile.write(file, key, made);
      makeRoom(file);
    } catch (IOException e) {
      LOG.info("cannot keep the tokens in {}: {}", folder, e.toString());
    }
  }

  private record Entry(Path file, long bytes, Instant used) {}

  private void makeRoom(Path newest) throws IOException {
    List<Entry> entries = entries();
    entries.sort(Comparator.comparing(Entry::used).reversed());
    long kept = Files.size(newest);
    for (Entry entry : entries) {
      boolean isNewest = entry.file.equals(newest);
      kept += isNewest ? 0 : entry.bytes;
      if (kept > mostBytes && !isNewest) {
        Files.deleteIfExists(entry.file);
        kept -= entry.bytes;
      }
    }
  }

  /** And removes what killed processes left behind. */
  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Instant abandoned = Instant.now().minus(ABANDONED_AFTER);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "{*.tokens,.sluice-*.tmp}")) {
      for (Path file : files) {
        try {
          Instant used = Files.getLastModifiedTime(file).toInstant();
          if (file.getFileName().toString().endsWith(".tokens")) {
            entries.add(new Entry(file, Files.size(file), used));
          } else if (used.isBefore(abandoned)) {
            Files.deleteIfExists(file);
          }
        } catch (NoSuchFileException e) {
          LOG.debug("another process removed {}", file);
        }
      }
    }
    return entries;
  }
}
