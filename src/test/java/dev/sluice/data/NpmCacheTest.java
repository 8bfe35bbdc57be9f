package dev.sluice.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in for npm is a shell script")
@Tag("verify")
class NpmCacheTest {
  private static final String CONTENT = "[1, 2, 3]";

  @TempDir Path temp;
  private Path folder;
  private FakeNpm fake;
  private NpmFile wanted;

  @BeforeEach
  void prepare() throws IOException {
    folder = temp.resolve("cache");
    fake = new FakeNpm(temp);
    Path content = Files.writeString(temp.resolve("content"), CONTENT);
    wanted =
        new NpmFile("some", "1.0.0", "package/numbers.json", CONTENT.length(), Sha256.of(content));
  }

  @Test
  void fetchesOnceAndThenUsesTheCachedFile() throws IOException {
    NpmCache cache = cache(fake.delivering(wanted.member(), CONTENT));
    Path first = cache.get(wanted, FetchListener.silent());
    assertEquals(CONTENT, Files.readString(first));
    assertEquals(first, cache.get(wanted, FetchListener.silent()));
    assertEquals(1, fake.calls());
    assertOnlyTheFileIsLeft();
  }

  @Test
  void reportsProgressToTheListener() throws IOException {
    List<String> lines = new ArrayList<>();
    cache(fake.delivering(wanted.member(), CONTENT)).get(wanted, lines::add);
    assertEquals("fetching some@1.0.0 with npm", lines.get(0));
    assertEquals("cached " + wanted.locationIn(folder), lines.get(lines.size() - 1));
  }

  @Test
  void fetchesSeveralFilesAtOnce() throws IOException {
    NpmCache cache = cache(fake.delivering(wanted.member(), CONTENT));
    String text = "something else first";
    Path content = Files.writeString(temp.resolve("text"), text);
    NpmFile readme =
        new NpmFile("some", "1.0.0", "package/README.md", text.length(), Sha256.of(content));
    List<String> lines = new ArrayList<>();
    List<Path> files = cache.getAll(List.of(wanted, readme), lines::add);
    assertEquals(CONTENT, Files.readString(files.get(0)));
    assertEquals(text, Files.readString(files.get(1)));
    assertEquals("unpacking 2 files of some@1.0.0", lines.get(1));
    assertEquals(1, fake.calls());
    // Only what is damaged is fetched again.
    Files.writeString(files.get(1), "x");
    lines.clear();
    assertEquals(files, cache.getAll(List.of(wanted, readme), lines::add));
    assertEquals(text, Files.readString(files.get(1)));
    assertEquals("unpacking README.md", lines.get(1));
  }

  @Test
  void saysHowToGetSeveralFilesByHand() throws IOException {
    NpmFile other = new NpmFile("some", "1.0.0", "package/other.json", 1, "00");
    NpmCache cache = cache(fake.delivering(wanted.member(), CONTENT));
    String message =
        assertThrows(
                DataException.class,
                () -> cache.getAll(List.of(wanted, other), FetchListener.silent()))
            .getMessage();
    assertTrue(message.startsWith("cannot get 2 files of some@1.0.0: "), message);
    assertTrue(message.contains("holds no package/other.json"), message);
    assertTrue(
        message.endsWith(
            "put the unpacked package/numbers.json and 1 more into "
                + folder.resolve("some-1.0.0")),
        message);
    assertFalse(Files.exists(wanted.locationIn(folder)));
  }

  @Test
  void refusesFilesOfTwoPackages() {
    NpmFile other = new NpmFile("some", "2.0.0", "package/other.json", 1, "00");
    NpmFile namesake = new NpmFile("some", "1.0.0", "package/x/numbers.json", 1, "00");
    NpmCache cache = cache("npm");
    for (NpmFile second : List.of(other, namesake)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> cache.getAll(List.of(wanted, second), FetchListener.silent()));
    }
    assertThrows(
        IllegalArgumentException.class, () -> cache.getAll(List.of(), FetchListener.silent()));
  }

  @Test
  void fetchesADamagedFileAgain() throws IOException {
    NpmCache cache = cache(fake.delivering(wanted.member(), CONTENT));
    Path file = cache.get(wanted, FetchListener.silent());
    Files.writeString(file, "[1, 2");
    assertEquals(CONTENT, Files.readString(cache.get(wanted, FetchListener.silent())));
    assertEquals(2, fake.calls());
  }

  @Test
  void refusesAFileWithAnotherHashAndKeepsNothing() throws IOException {
    String message = failure(fake.delivering(wanted.member(), "[4, 5, 6]"));
    assertTrue(message.contains("expected " + wanted.sha256()), message);
    assertFalse(Files.exists(wanted.locationIn(folder)));
    assertNoWorkIsLeft();
  }

  @Test
  void saysThatNpmIsMissingAndHowToDoWithoutIt() throws IOException {
    String message = failure(temp.resolve("absent-npm").toString());
    assertTrue(message.contains("is Node.js with npm installed?"), message);
    assertTrue(message.contains("`npm pack some@1.0.0`"), message);
    assertTrue(message.contains(wanted.locationIn(folder).toString()), message);
    assertNoWorkIsLeft();
  }

  @Test
  void quotesNpmWhenItFails() throws IOException {
    String message =
        failure(
            fake.script(
                "echo 'npm error code ENOTFOUND' >&2; echo 'npm error     at stack' >&2; exit 3"));
    assertTrue(message.contains("status 3: npm error code ENOTFOUND"), message);
    assertFalse(message.contains("at stack"), message);
    assertTrue(message.contains("By hand"), message);
  }

  @Test
  void saysWhatTheArchiveLacks() throws IOException {
    String message = failure(fake.delivering("package/other.json", CONTENT));
    assertTrue(message.contains("holds no package/numbers.json"), message);
  }

  @Test
  void saysThatTheArchiveIsMissing() throws IOException {
    String message = failure(fake.script("true"));
    assertTrue(message.contains("left no .tgz archive"), message);
  }

  @Test
  void refusesATruncatedArchive() throws IOException {
    fake.delivering(wanted.member(), CONTENT);
    String message =
        failure(fake.script("head -c 60 '" + temp.resolve("prepared.archive") + "' > x.tgz"));
    assertTrue(message.contains("cannot get numbers.json"), message);
    assertFalse(Files.exists(wanted.locationIn(folder)));
  }

  @Test
  void refusesAFileOfAnotherSizeBeforeItIsUnpacked() throws IOException {
    String message = failure(fake.delivering(wanted.member(), "[4]"));
    assertTrue(message.contains("holds a package/numbers.json of 3 bytes, expected 9"), message);
  }

  @Test
  void refusesAnArchiveThatUnpacksToMoreThanThePackageHolds() throws IOException {
    String message = failure(fake.delivering("package/other.json", "0".repeat(40 << 20)));
    assertTrue(message.contains("unpacks to more than 16777225 bytes"), message);
  }

  @Test
  void doesNotWaitForNpmForEver() throws IOException {
    NpmPack npm = new NpmPack(fake.script("exec sleep 600"), Duration.ofMillis(300));
    NpmCache cache = new NpmCache(folder, npm);
    List<String> lines = new ArrayList<>();
    String message =
        assertThrows(DataException.class, () -> cache.get(wanted, lines::add)).getMessage();
    assertTrue(message.contains("`npm pack some@1.0.0` did not end within 0 s"), message);
    assertTrue(message.contains("By hand"), message);
    assertTrue(lines.get(1).startsWith("still fetching some@1.0.0"), lines::toString);
    assertNoWorkIsLeft();
  }

  @Test
  void letsSeveralFetchAtOnce() throws Exception {
    String npm = fake.delivering(wanted.member(), CONTENT);
    int fetchers = 4;
    ExecutorService pool = Executors.newFixedThreadPool(fetchers);
    try {
      Callable<Path> fetch = () -> cache(npm).get(wanted, FetchListener.silent());
      for (Future<Path> file : pool.invokeAll(Collections.nCopies(fetchers, fetch))) {
        assertEquals(CONTENT, Files.readString(file.get()));
      }
    } finally {
      pool.shutdownNow();
    }
    assertOnlyTheFileIsLeft();
  }

  @Test
  void deletesNothingOfTheUsers() throws IOException {
    Path users = Files.createDirectories(folder.resolve("fetch-results"));
    Path kept = Files.writeString(users.resolve("kept"), "x");
    Files.setLastModifiedTime(users, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    cache(fake.delivering(wanted.member(), CONTENT)).get(wanted, FetchListener.silent());
    assertEquals("x", Files.readString(kept));
  }

  private NpmCache cache(String npm) {
    return new NpmCache(folder, new NpmPack(npm));
  }

  private String failure(String npm) {
    return assertThrows(DataException.class, () -> cache(npm).get(wanted, FetchListener.silent()))
        .getMessage();
  }

  private void assertOnlyTheFileIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      assertEquals(List.of(wanted.locationIn(folder)), files.toList());
    }
    assertNoWorkIsLeft();
  }

  private void assertNoWorkIsLeft() throws IOException {
    try (Stream<Path> works = Files.list(folder.resolve(".sluice-work"))) {
      assertEquals(List.of(), works.toList());
    }
  }
}
