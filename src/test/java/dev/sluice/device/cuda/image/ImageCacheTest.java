package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
  private static final byte[] IMAGE = {1, 2, 3, 0, -1};

  @TempDir private Path temporary;
  private Path folder;
  private ImageCache cache;

  @BeforeEach
  void open() {
    folder = temporary.resolve("not/yet/there");
    cache = new ImageCache(folder);
  }

  @Test
  void keepsAnImageUnderItsKey() throws IOException {
    cache.keep("a", IMAGE);
    assertArrayEquals(IMAGE, new ImageCache(folder).find("a").orElseThrow());
    assertEquals(Optional.empty(), cache.find("b"));
    assertEquals(List.of("a.image"), names());
  }

  @Test
  void keepsAnEmptyImage() {
    cache.keep("a", new byte[0]);
    assertArrayEquals(new byte[0], cache.find("a").orElseThrow());
  }

  @Test
  void anEntryTruncatedAnywhereCountsAsAbsent() throws IOException {
    byte[] whole = entry();
    for (int length = 0; length < whole.length; length++) {
      Files.write(folder.resolve("a.image"), Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), cache.find("a"), "cut to " + length);
    }
  }

  @Test
  void anEntryChangedAnywhereCountsAsAbsent() throws IOException {
    byte[] whole = entry();
    for (int at = 0; at < whole.length; at++) {
      byte[] altered = whole.clone();
      altered[at] ^= 0x10;
      Files.write(folder.resolve("a.image"), altered);
      assertEquals(Optional.empty(), cache.find("a"), "altered at " + at);
    }
  }

  @Test
  void anEntryThatGrewCountsAsAbsent() throws IOException {
    byte[] whole = entry();
    Files.write(folder.resolve("a.image"), Arrays.copyOf(whole, whole.length + 1));
    assertEquals(Optional.empty(), cache.find("a"));
  }

  @Test
  void aDamagedEntryIsReplaced() throws IOException {
    entry();
    Files.write(folder.resolve("a.image"), new byte[] {1});
    cache.keep("a", IMAGE);
    assertArrayEquals(IMAGE, cache.find("a").orElseThrow());
  }

  @Test
  void aFolderThatCannotBeCreatedIsNoError() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    var nowhere = new ImageCache(file.resolve("below"));
    nowhere.keep("a", IMAGE);
    assertEquals(Optional.empty(), nowhere.find("a"));
    assertEquals(0, Files.size(file));
  }

  @Test
  void anEntryThatCannotBeReplacedIsNoErrorAndLeavesNoOtherFile() throws IOException {
    Files.createDirectories(folder.resolve("a.image/inside"));
    cache.keep("a", IMAGE);
    assertEquals(Optional.empty(), cache.find("a"));
    assertEquals(List.of("a.image"), names());
  }

  @Test
  void aReaderNeverSeesHalfAnEntry() throws IOException {
    byte[] image = new byte[100_000];
    cache.keep("a", image);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 20; i++) {
                new ImageCache(folder).keep("a", image);
              }
            });
    do {
      assertFalse(cache.find("a").isEmpty());
    } while (!writer.isDone());
    writer.join();
    assertEquals(List.of("a.image"), names());
  }

  private byte[] entry() throws IOException {
    cache.keep("a", IMAGE);
    return Files.readAllBytes(folder.resolve("a.image"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
