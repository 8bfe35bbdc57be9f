package dev.sluice.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.ChildRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that stored files do not depend on the user's language, charset, time zone or folders. */
@Tag("verify")
class StoredTextTest {
  private static final List<String> PLAIN =
      List.of("-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC");

  /** Locales with other digits, another lower case of I, another charset or another calendar. */
  private static final List<List<String>> OTHERS =
      List.of(
          List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab"),
          List.of("-Duser.language=tr", "-Duser.country=TR", "-Dfile.encoding=ISO-8859-9"),
          List.of("-Duser.language=fa", "-Duser.country=IR", "-Duser.timezone=Asia/Tehran"));

  @TempDir private Path folder;

  @Test
  void aRunStoresTheSameUnderEveryLocaleAndNamesNoFolder() throws Exception {
    Path secret = Files.createDirectory(folder.resolve("ann-from-accounting"));
    Path data = TinyReviews.write(secret.resolve("reviews.csv"), 60);
    Path expected = train(data, PLAIN, "plain");
    assertNamesNoFolder(expected, secret.getFileName().toString());
    String digits = "[\\u0660-\\u0669\\u06f0-\\u06f9\\u0131]";
    for (List<String> options : OTHERS) {
      Path actual = train(data, options, "other" + OTHERS.indexOf(options));
      assertEquals(text(expected, "run.json"), text(actual, "run.json"));
      assertEquals(withoutTimes(expected), withoutTimes(actual));
      assertArrayEquals(
          Files.readAllBytes(expected.resolve("model.safetensors")),
          Files.readAllBytes(actual.resolve("model.safetensors")));
      for (Path file : files(actual)) {
        String stored = Files.readString(file, StandardCharsets.ISO_8859_1);
        String utf8 =
            new String(stored.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (!file.toString().endsWith(".safetensors")) {
          assertFalse(utf8.matches("(?s).*" + digits + ".*"), file::toString);
        }
      }
    }
  }

  private static void assertNamesNoFolder(Path run, String secret) throws IOException {
    List<String> checked = new ArrayList<>();
    for (Path file : files(run)) {
      String name = file.getFileName().toString();
      // The run description needs the path of the data, and the lock names its process.
      if (!name.equals("run.json") && !name.equals(".lock")) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(secret), name);
        assertTrue(bytes.contains("reviews.csv"), name);
        checked.add(name);
      }
    }
    assertTrue(checked.containsAll(List.of("model.safetensors", "figures.json", "report.html")));
  }

  private Path train(Path data, List<String> options, String name) throws Exception {
    Path out = folder.resolve(name);
    var all = new ArrayList<>(options);
    all.addAll(List.of("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    ChildRun.Jvm.with(all.toArray(String[]::new))
        .run(
            Main.class,
            "sentiment",
            "train",
            "--device=cpu",
            "--threads=1",
            "--epochs=1",
            "--hidden=4",
            "--batch=8",
            "--data=" + data,
            "--out",
            out.toString())
        .expect(0);
    return out;
  }

  private static List<Path> files(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.toList();
    }
  }

  private static String text(Path run, String file) throws IOException {
    return Files.readString(run.resolve(file));
  }

  private static String withoutTimes(Path run) throws IOException {
    return text(run, "figures.json")
        .replaceAll("\"(seconds|trainingSeconds|tokensPerSecond|started)\" : [^\n]*", "")
        .replaceAll("--out (plain|other\\d)", "--out run");
  }
}
