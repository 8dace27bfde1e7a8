// How far normals of a sheet lean.

/** Normals lean no further than this from the axis: at ragged edges sheets rise without end. */
export const STEEPEST = 1;

/** The greatest part of a normal that lies across the axis. */
export const LEAN = STEEPEST / Math.hypot(1, STEEPEST);
