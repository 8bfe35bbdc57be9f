/**
 * The learning rate of every step: {@link dev.sluice.train.schedule.Schedule}, a pure function.
 * Imports nothing of Sluice.
 */
package dev.sluice.train.schedule;
