package dev.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A small data set that can be learned: one word in each text says what it is. */
public final class TinyReviews {
  private static final List<List<String>> TELLING =
      List.of(List.of("awful", "boring", "waste"), List.of("amazing", "wonderful", "great"));
  private static final List<String> FILLING =
      List.of("the", "film", "was", "and", "story", "with", "actors", "in", "a", "house");

  private TinyReviews() {}

  public static Path write(Path file, int texts) {
    Random random = new Random(5);
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < texts; i++) {
      int label = i % 2;
      for (int word = 0; word < 12; word++) {
        csv.append(FILLING.get(random.nextInt(FILLING.size()))).append(' ');
      }
      csv.append(TELLING.get(label).get(random.nextInt(3))).append(" number ").append(i);
      csv.append(',').append(label == 1 ? "pos" : "neg").append('\n');
    }
    try {
      return Files.writeString(file, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
