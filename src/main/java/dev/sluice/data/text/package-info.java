/**
 * Reads the user's own labelled texts, from tables and folders. Begin with {@link
 * dev.sluice.data.text.TextData}. This package does not import tokens or batches.
 */
@NullMarked
package dev.sluice.data.text;

import org.jspecify.annotations.NullMarked;
