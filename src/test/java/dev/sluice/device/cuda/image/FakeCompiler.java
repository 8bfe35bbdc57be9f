package dev.sluice.device.cuda.image;

import dev.sluice.device.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A compiler whose images contain the names of their inputs. */
final class FakeCompiler implements KernelCompiler {
  final List<String> compiled = new ArrayList<>();
  List<String> options;
  private final String version;
  private final Set<Integer> architectures;

  FakeCompiler(String version, Integer... architectures) {
    this.version = version;
    this.architectures = Set.of(architectures);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Set<Integer> architectures() {
    return architectures;
  }

  @Override
  public byte[] compile(KernelSource source, CompilationTarget target, List<String> options) {
    if (source.text().contains("#error")) {
      throw new DeviceException("nvrtcCompileProgram: the whole log");
    }
    this.options = options;
    compiled.add(source.module() + " for " + target);
    return image(source.module(), target.toString());
  }

  static byte[] image(String module, String target) {
    return (module + " compiled for " + target).getBytes(StandardCharsets.UTF_8);
  }
}
