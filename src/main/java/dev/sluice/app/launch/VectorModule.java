package dev.sluice.app.launch;

import java.lang.module.ModuleFinder;
import java.util.OptionalInt;

/** The incubating Vector API: a module of the JDK that must be added when the JVM starts. */
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
   * The preferred vector width of this processor in bits; empty if the module is not present. Uses
   * reflection, so that this class loads without the module.
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
      throw new IllegalStateException("unexpected API of " + NAME + " in this JDK", e);
    }
  }
}
