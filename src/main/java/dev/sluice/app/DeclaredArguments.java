package dev.sluice.app;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options and parameters that a command class declares on its fields, read without picocli's
 * model of the command.
 */
final class DeclaredArguments {
  private final Map<String, Class<?>> options = new HashMap<>();
  private boolean hasParameters;

  private DeclaredArguments() {}

  /** Reads the fields of a class, of its superclasses, mixins and argument groups. */
  static DeclaredArguments of(Class<?> command) {
    var declared = new DeclaredArguments();
    declared.add(command);
    return declared;
  }

  private void add(Class<?> holder) {
    for (Class<?> type = holder; type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        add(field);
      }
    }
  }

  private void add(Field field) {
    Option option = field.getAnnotation(Option.class);
    if (option != null) {
      for (String name : option.names()) {
        options.put(name, field.getType());
      }
    }
    hasParameters |= field.isAnnotationPresent(Parameters.class);
    if (field.isAnnotationPresent(Mixin.class) || field.isAnnotationPresent(ArgGroup.class)) {
      add(field.getType());
    }
  }

  /** The names of all options. */
  Set<String> optionNames() {
    return options.keySet();
  }

  /**
   * Whether each argument is a declared option with a value of its type, given once, or a
   * parameter. False also where only a full parse can tell.
   */
  boolean accept(List<String> arguments) {
    Set<String> seen = new HashSet<>();
    boolean foundParameter = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (!argument.startsWith("-") || argument.equals("-")) {
        foundParameter = true;
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Class<?> type = options.get(name);
      if (type == null || !seen.add(name) || (isFlag(type) && equals >= 0)) {
        return false;
      }
      if (!isFlag(type)) {
        String value =
            equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "-";
        if (value.isEmpty() || value.startsWith("-") || !fits(type, value)) {
          return false;
        }
      }
    }
    return foundParameter == hasParameters;
  }

  private static boolean isFlag(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }

  private static boolean fits(Class<?> type, String value) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return value.matches("\\d{1,9}");
    }
    if (type == float.class
        || type == Float.class
        || type == double.class
        || type == Double.class) {
      return value.matches("\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }
    return type.isEnum() ? hasConstant(type, value) : type != Map.class;
  }

  private static boolean hasConstant(Class<?> type, String value) {
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(value)) {
        return true;
      }
    }
    return false;
  }
}
