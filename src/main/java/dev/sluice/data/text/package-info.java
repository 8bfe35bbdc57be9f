/**
 * Reads the user's own labelled texts, from tables and folders. Begin with {@link
 * dev.sluice.data.text.TextData}. This package does not import tokens or batches.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.data.text;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
