/**
 * The console output of commands: progress, log lines and escaping of text. Start reading at {@link
 * dev.sluice.app.console.ProgressDisplay}.
 */
package dev.sluice.app.console;
