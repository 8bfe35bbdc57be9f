package dev.sluice.device.cuda.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuiltImageTest {
  private final KernelFolder files = KernelFolder.withScale();

  @Test
  void isFoundWithTheVersionOfItsCompiler() {
    files.withBuilt("scale", "image").with("other.cuh", "of another module");
    BuiltImage built = find().orElseThrow();
    assertArrayEquals("image".getBytes(StandardCharsets.UTF_8), built.bytes());
    assertEquals("13.0.88", built.nvcc());
  }

  @Test
  void isAbsentIfNothingWasBuilt() {
    assertEquals(Optional.empty(), find());
  }

  @Test
  void isAbsentWithoutItsRecord() {
    files.with("scale.fatbin", "image");
    assertEquals(Optional.empty(), find());
  }

  @Test
  void isAbsentIfTheSourceHasChanged() {
    files.withBuilt("scale", "image").with("scale.cu", "#include \"common.cuh\"\n\n");
    assertEquals(Optional.empty(), find());
  }

  @Test
  void isAbsentIfAHeaderHasChanged() {
    files.withBuilt("scale", "image").with("common.cuh", "#define FACTOR 3.0f\n");
    assertEquals(Optional.empty(), find());
  }

  @Test
  void isAbsentIfItsRecordIsDamaged() {
    files.withBuilt("scale", "image").with("scale.fatbin.properties", "nvcc=13.0.88\nsha256");
    assertEquals(Optional.empty(), find());
  }

  private Optional<BuiltImage> find() {
    return BuiltImage.find(files, KernelSource.read(files, "scale"));
  }
}
