package dev.sluice.data;

import dev.sluice.data.text.TextData;
import dev.sluice.torture.ByteMutator;
import dev.sluice.torture.ReaderTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fuzz targets: the readers of texts. */
public final class DataReaderTargets {
  private static final String[] WORDS = {
    "text",
    "label",
    "review",
    "sentiment",
    "pos",
    "neg",
    "spam",
    "\"\"",
    "sep=;\n",
    ";",
    "{\"text\":\"a\",\"label\":1}\n",
    "a,pos\n",
    "\n\n",
    "<br />",
    "{\"t\":\"a\",\"s\":0}"
  };

  private DataReaderTargets() {}

  /** Every format of a table, and the file of the IMDB reviews. */
  public static List<ReaderTarget> all() {
    return List.of(
        table("csv", "text,label\n%s", "\"the %d, a \"\"good\"\" one\",pos\nawful %d,neg\n"),
        table("tsv", "label\ttext\n%s", "pos\tgood %d\nneg\tbad\u00fc %d\n"),
        table(
            "jsonl",
            "%s",
            "{\"text\":\"good \\u00e4 %d\",\"label\":1,\"x\":[1,{}]}\n{\"text\":\"bad %d\",\"label\":0}\n"),
        new ReaderTarget(
            "reviews.json",
            "reviews.json",
            List.of(utf8("[{\"t\":\"good <br /> one\",\"s\":1},\n{\"t\":\"bad\",\"s\":0}]")),
            new ByteMutator(WORDS),
            Set.of(DataException.class),
            ReviewsJson::read));
  }

  private static ReaderTarget table(String ending, String frame, String pair) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i += 2) {
      rows.append(String.format(Locale.ROOT, pair, i, i + 1));
    }
    return new ReaderTarget(
        ending,
        "table." + ending,
        List.of(utf8(String.format(Locale.ROOT, frame, rows))),
        new ByteMutator(WORDS),
        Set.of(DataException.class),
        TextData::open);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
