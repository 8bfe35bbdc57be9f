package dev.sluice.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The results of these methods and constructors must be used. Most methods return a changed copy,
 * memory to close or an answer; to drop it is a mistake, such as {@code spec.lstm(64);} on its own.
 *
 * <p>Every package of Sluice is marked. Error Prone knows the annotation by its simple name and
 * refuses a dropped result, in code that uses Sluice too. {@link CanIgnoreReturnValue} marks what
 * may be dropped.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PACKAGE, ElementType.TYPE, ElementType.CONSTRUCTOR, ElementType.METHOD})
public @interface CheckReturnValue {}
