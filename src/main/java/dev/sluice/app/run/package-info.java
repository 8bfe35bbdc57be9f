/**
 * What the commands that compute share: the choice of a device, and the folder that a run writes
 * its checkpoints, model and report to.
 */
package dev.sluice.app.run;
