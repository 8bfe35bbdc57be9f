/**
 * Copies of records with some of their components changed, and comparisons of records component by
 * component; begin at {@link dev.sluice.record.RecordCopy}. Imports nothing of Sluice.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.record;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
