/** What a person sees while a command works: progress and log lines, on standard error. */
package dev.sluice.app.console;
