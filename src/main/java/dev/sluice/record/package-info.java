/**
 * Copies of records with some of their components changed, and comparisons of records component by
 * component; begin at {@link dev.sluice.record.RecordCopy}. Imports nothing of Sluice.
 */
@NullMarked
package dev.sluice.record;

import org.jspecify.annotations.NullMarked;
