/**
 * The command line. Begin with {@link dev.sluice.app.Main}, then {@code Application}, which finds
 * the command; each command has a class of its own in a package named as the command. May import
 * everything; nothing imports it.
 */
package dev.sluice.app;
