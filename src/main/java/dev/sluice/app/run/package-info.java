/** The folder that a run writes its checkpoints, model and report to. */
package dev.sluice.app.run;
