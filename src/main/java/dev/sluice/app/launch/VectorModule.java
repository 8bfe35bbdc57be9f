package dev.sluice.app.launch;

import java.lang.module.ModuleFinder;
import java.util.OptionalInt;

/**
 * The incubating Vector API: a module of the JDK that a JVM holds only when told so at its start.
 */
public final class VectorModule {
  /** The module's name, as {@code --add-modules} takes it. */
  public static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Whether this JVM was started with the module. */
  public static boolean isPresent() {
    return ModuleLayer.boot().findModule(NAME).isPresent();
  }

  /** Whether a JVM of this installation can be started with the module. */
  public static boolean isInstalled() {
    return ModuleFinder.ofSystem().find(NAME).isPresent();
  }

  /**
   * The width in bits of the vectors that this processor does best; empty where the module is not
   * present. By reflection, so that this class loads without the module.
   */
  public static OptionalInt preferredBits() {
    if (!isPresent()) {
      return OptionalInt.empty();
    }
    try {
      Object species = Class.forName(NAME + ".FloatVector").getField("SPECIES_PREFERRED").get(null);
      Class<?> type = Class.forName(NAME + ".VectorSpecies");
      return OptionalInt.of((int) type.getMethod("vectorBitSize").invoke(species));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK's " + NAME + " has another shape than known", e);
    }
  }
}
