package dev.sluice.data.token;

import dev.sluice.argument.Require;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of tokenized data sets, in a folder. A data set is tokenized once and then read from the
 * cache. The key of an entry is a hash of the data and of the tokenizer's version, so an entry is
 * never out of date. A damaged entry is created again. Several processes may use a folder at once.
 * If the cache cannot be read or written, the texts are tokenized; the cache never causes an error.
 */
public final class TokenCache {
  /** Smaller data sets are not cached: they are tokenized very quickly. */
  private static final long MIN_BYTES = 1L << 20;

  /** Maximum size of all entries; those not used for the longest time are deleted first. */
  private static final long MAX_BYTES = 1L << 29;

  /** Part of every key; must change if the contents of entries change, or how reviews are read. */
  private static final String FORMAT = "sluice-tokens-1";

  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  private final Path folder;
  private final long minBytes;
  private final long maxBytes;

  /** A cache in {@link UserCache#folder()}. */
  public TokenCache() {
    this(UserCache.folder().resolve("tokens"), MIN_BYTES, MAX_BYTES);
  }

  /**
   * A cache in this folder.
   *
   * @param folder for entries only; created if it does not exist
   * @param minBytes minimum size of an entry; smaller ones are not cached
   * @param maxBytes maximum size of all entries
   */
  public TokenCache(Path folder, long minBytes, long maxBytes) {
    this.folder = Require.present("folder", folder);
    this.minBytes = minBytes;
    this.maxBytes = maxBytes;
  }

  /**
   * Returns a tokenized data set.
   *
   * @param threads number of threads that tokenize if the data set is not in the cache, at least 1
   */
  public TokenizedSplits tokenize(TextSplits splits, Tokenizer tokenizer, int threads) {
    return get(
        key(tokenizer, "texts " + hash(splits)),
        new TokenFile.Origin(splits.source(), splits.sha256(), splits.notices()),
        () -> TokenizedSplits.of(splits, tokenizer, threads));
  }

  /**
   * Returns the tokenized IMDB reviews. If they are in the cache, the file of the reviews is
   * neither fetched nor read: the key contains its hash.
   *
   * @param threads number of threads that tokenize if the reviews are not in the cache, at least 1
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

  /** The hash of the contents, not of the file: one file may be read in several ways. */
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
      LOG.debug("{} does not exist: tokenizing", file);
    } catch (IOException e) {
      LOG.info("{}: {}: tokenizing again", file, e.getMessage());
    }
    TokenizedSplits made = make.get();
    store(file, key, made);
    return made;
  }

  /** Marks an entry as used. A folder that cannot be written still serves entries. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debug("cannot mark {} as used: {}", file, e.toString());
    }
  }

  private void store(Path file, String key, TokenizedSplits made) {
    try {
      long size = TokenFile.size(key, made);
      if (size < minBytes || size > maxBytes) {
        return;
      }
      Files.createDirectories(folder);
      TokenFile.write(file, key, made);
      deleteOldEntries(file);
    } catch (IOException e) {
      LOG.info("cannot keep the tokens in {}: {}", folder, e.toString());
    }
  }

  private record Entry(Path file, long bytes, Instant used) {}

  private void deleteOldEntries(Path newest) throws IOException {
    List<Entry> entries = entries();
    entries.sort(Comparator.comparing(Entry::used).reversed());
    long kept = Files.size(newest);
    for (Entry entry : entries) {
      boolean isNewest = entry.file.equals(newest);
      kept += isNewest ? 0 : entry.bytes;
      if (kept > maxBytes && !isNewest) {
        Files.deleteIfExists(entry.file);
        kept -= entry.bytes;
      }
    }
  }

  /** Lists the entries, and deletes temporary files that killed processes left behind. */
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
