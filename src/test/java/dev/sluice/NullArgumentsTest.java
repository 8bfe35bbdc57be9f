package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The null policy of {@link dev.sluice.argument.Require}: constructors and factories of the public
 * packages never answer null with a {@link NullPointerException}.
 */
class NullArgumentsTest {
  private static final List<String> PACKAGES =
      List.of(
          "cell",
          "device",
          "sequence",
          "layer",
          "loss",
          "optimizer",
          "model",
          "train",
          "train.schedule",
          "train.batch",
          "train.evaluation",
          "data",
          "data.synthetic",
          "insight",
          "insight.memory",
          "safetensors",
          "interop.pytorch");

  @Test
  void factoriesRefuseNullByName() {
    Set<String> careless = new TreeSet<>();
    for (Class<?> type : publicTypes()) {
      for (Executable factory : factories(type)) {
        if (throwsNullPointer(factory)) {
          careless.add(type.getSimpleName() + "." + factory.getName());
        }
      }
    }
    assertEquals(Set.of(), careless);
  }

  private static List<Class<?>> publicTypes() {
    List<Class<?>> types = new ArrayList<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PACKAGES.stream().map(name -> "dev.sluice." + name).toList())) {
      Class<?> type = each.reflect();
      if (isVisible(type)
          && !type.isEnum()
          && PACKAGES.contains(type.getPackageName().substring(11))) {
        types.add(type);
      }
    }
    return types;
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  /** Public constructors and static methods that take some reference. */
  private static List<Executable> factories(Class<?> type) {
    List<Executable> all = new ArrayList<>();
    if (!Modifier.isAbstract(type.getModifiers())) {
      all.addAll(List.of(type.getConstructors()));
    }
    for (Method method : type.getDeclaredMethods()) {
      boolean open = Modifier.isPublic(method.getModifiers());
      if (open && Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
        all.add(method);
      }
    }
    all.removeIf(each -> List.of(each.getParameterTypes()).stream().allMatch(Class::isPrimitive));
    return all;
  }

  private static boolean throwsNullPointer(Executable factory) {
    Object[] arguments = new Object[factory.getParameterCount()];
    for (int k = 0; k < arguments.length; k++) {
      Class<?> type = factory.getParameterTypes()[k];
      arguments[k] = type.isPrimitive() ? one(type) : null;
    }
    try {
      if (factory instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        ((Method) factory).invoke(null, arguments);
      }
      return false;
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof NullPointerException;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(factory.toString(), e);
    }
  }

  /** 1, which most sizes may be; false and the first character. */
  private static Object one(Class<?> primitive) {
    Object array = Array.newInstance(primitive, 1);
    if (primitive != boolean.class && primitive != char.class) {
      Array.setByte(array, 0, (byte) 1);
    }
    return Array.get(array, 0);
  }
}
