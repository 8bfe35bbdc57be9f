package dev.sluice.interop.pytorch;

import dev.sluice.file.FileFailure;
import dev.sluice.safetensors.DataType;
import dev.sluice.safetensors.SafetensorsException;
import dev.sluice.safetensors.SafetensorsFile;
import dev.sluice.safetensors.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tensors of one file, with checks against the tensors of a module. */
final class StateDictFile {
  private static final int SHOWN_NAMES = 8;

  private final Path path;
  private final SafetensorsFile file;

  private StateDictFile(Path path, SafetensorsFile file) {
    this.path = path;
    this.file = file;
  }

  static StateDictFile read(Path path) {
    try {
      return new StateDictFile(path, SafetensorsFile.read(path));
    } catch (SafetensorsException e) {
      if (isTorchArchive(path)) {
        throw new PyTorchStateDictException(
            path,
            "expected safetensors, found a file of torch.save: save the state dict with"
                + " safetensors.torch.save_file instead",
            e);
      }
      throw e;
    }
  }

  /** Whether the file is a zip file, or a pickle of PyTorch before 1.6. */
  private static boolean isTorchArchive(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(2);
      return head.length == 2
          && (head[0] == 'P' && head[1] == 'K' || head[0] == (byte) 0x80 && head[1] == 2);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + FileFailure.reason(e), e);
    }
  }

  Set<String> names() {
    return file.names();
  }

  boolean has(String name) {
    return file.has(name);
  }

  /** The prefixes of the modules that have tensors: their names up to the last dot. */
  Set<String> prefixes() {
    return names().stream()
        .map(name -> name.substring(0, name.lastIndexOf('.') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The sizes of a float tensor.
   *
   * @param rank number of dimensions that it must have
   */
  int[] sizes(String prefix, String name, int rank) {
    requireModule(prefix);
    if (!has(prefix + name)) {
      throw new PyTorchStateDictException(
          path,
          String.format(
              Locale.ROOT,
              "expected a tensor %s, found %s",
              prefix + name,
              few(namesUnder(prefix))));
    }
    TensorInfo info = file.info(prefix + name);
    boolean fits =
        info.dtype().isFloat()
            && info.shape().size() == rank
            && info.shape().stream().allMatch(size -> size >= 1 && size <= Integer.MAX_VALUE);
    if (!fits) {
      throw failure(
          prefix + name,
          String.format(Locale.ROOT, "floats of %d dimensions, none of them 0", rank),
          info.dtypeName() + " " + info.shape());
    }
    return info.shape().stream().mapToInt(Long::intValue).toArray();
  }

  /**
   * Checks that exactly these tensors have the prefix, and that they are floats of these shapes.
   */
  void require(String prefix, Map<String, List<Integer>> shapes) {
    requireModule(prefix);
    requireNames(prefix.isEmpty() ? "the file" : prefix, shapes.keySet(), namesUnder(prefix));
    shapes.forEach(
        (name, shape) -> {
          TensorInfo info = file.info(name);
          List<Long> expected = shape.stream().map(Integer::longValue).toList();
          if (!info.dtype().isFloat() || !info.shape().equals(expected)) {
            throw failure(name, "floats " + shape, info.dtypeName() + " " + info.shape());
          }
        });
  }

  private void requireModule(String prefix) {
    if (namesUnder(prefix).isEmpty()) {
      throw new PyTorchStateDictException(
          path,
          String.format(
              Locale.ROOT,
              "expected tensors whose names begin with \"%s\", found %s",
              prefix,
              modules()));
    }
  }

  /** The names of the modules, for messages. */
  private String modules() {
    List<String> modules =
        prefixes().stream().map(prefix -> prefix.isEmpty() ? "no prefix" : prefix).toList();
    return modules.isEmpty() ? "no tensors" : "those of " + few(modules);
  }

  /** Checks that there are exactly these tensors. */
  void requireNames(String where, Set<String> expected, Set<String> found) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    Set<String> unexpected = new TreeSet<>(found);
    unexpected.removeAll(expected);
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new PyTorchStateDictException(
          path,
          String.format(
              Locale.ROOT,
              "%s: expected exactly the tensors of the layer; missing %s, unexpected %s",
              where,
              few(missing),
              few(unexpected)));
    }
  }

  /** Reads a tensor. F64 is rounded to float32; other types are exact. */
  float[] values(String name) {
    float[] values =
        file.info(name).dtype() == DataType.F64 ? rounded(file.doubles(name)) : file.floats(name);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw failure(name, "numbers that are finite as float32", values[i] + " at element " + i);
      }
    }
    return values;
  }

  private static float[] rounded(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  PyTorchStateDictException failure(String name, String expected, String found) {
    return new PyTorchStateDictException(
        path, String.format(Locale.ROOT, "%s: expected %s, found %s", name, expected, found));
  }

  /** The failure of a specification that was derived from this file. */
  PyTorchStateDictException failure(String prefix, IllegalArgumentException refusal) {
    return new PyTorchStateDictException(path, prefix + ": " + refusal.getMessage(), refusal);
  }

  private Set<String> namesUnder(String prefix) {
    return names().stream()
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String few(Collection<String> names) {
    String shown = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
    int further = names.size() - SHOWN_NAMES;
    return "[" + shown + (further > 0 ? " and " + further + " more" : "") + "]";
  }
}
