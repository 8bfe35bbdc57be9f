/**
 * The console output of commands: progress, log lines and escaping of text. Start reading at {@link
 * dev.sluice.app.console.ProgressDisplay}.
 */
@NullMarked
package dev.sluice.app.console;

import org.jspecify.annotations.NullMarked;
