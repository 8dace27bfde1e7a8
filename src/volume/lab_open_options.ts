import type { OpenOptions } from '../recipe/source.js';

/** How a volume is opened: facts that override the file's, or that a raw file lacks. */
export interface LabOpenOptions extends OpenOptions {
  /**
   * Moves the buffer of an array to the lab instead of copying it; the caller's becomes empty. Part
   * of a larger buffer, and memory that threads share, are copied all the same. Default false.
   */
  readonly transfer?: boolean | undefined;
}
