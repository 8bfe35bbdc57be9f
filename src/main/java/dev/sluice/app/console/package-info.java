/**
 * The console output of commands: progress, log lines and escaping of text. Start reading at {@link
 * dev.sluice.app.console.ProgressDisplay}.
 */
@CheckReturnValue
@NullMarked
package dev.sluice.app.console;

import dev.sluice.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
