// A volume in another frame than the grid that is measured.
import type { Node } from './op.js';

/** A volume in another frame, to which a transform takes points. */
export interface PlacedNode {
  readonly placed: Node;
  /** From the grid that an operation is called on to the volume: 12 numbers, row by row. */
  readonly transform: readonly number[];
}

/** Whether what was given for an option is a volume in another frame. */
export function isPlaced(given: Node | PlacedNode): given is PlacedNode {
  return 'placed' in given;
}
