package dev.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Writes a small data set that a model can learn: one word in each text decides its label. */
public final class TinyReviews {
  private static final List<List<String>> LABEL_WORDS =
      List.of(List.of("awful", "boring", "waste"), List.of("amazing", "wonderful", "great"));
  private static final List<String> FILLER_WORDS =
      List.of("the", "film", "was", "and", "story", "with", "actors", "in", "a", "house");

  private TinyReviews() {}

  public static Path write(Path file, int texts) {
    Random random = new Random(5);
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < texts; i++) {
      int label = i % 2;
      for (int word = 0; word < 12; word++) {
        csv.append(FILLER_WORDS.get(random.nextInt(FILLER_WORDS.size()))).append(' ');
      }
      csv.append(LABEL_WORDS.get(label).get(random.nextInt(3))).append(" number ").append(i);
      csv.append(',').append(label == 1 ? "pos" : "neg").append('\n');
    }
    try {
      return Files.writeString(file, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
