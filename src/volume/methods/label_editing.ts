import type { Axis } from '../../recipe/geometry.js';
import { optionsOf } from '../../recipe/params.js';
import type { Face } from '../../segmentation/choose_labels.js';
import {
  keepLargestNode,
  percolatingNode,
  reachingNode,
  touchingNode,
} from '../../segmentation/chosen_objects.js';
import { clearBorderNode } from '../../segmentation/clear_border.js';
import { removeSmallNode } from '../../segmentation/remove_small.js';
import { Grid } from '../grid.js';
import type { Labels } from '../labels.js';
import type { Mask, SmallOptions } from '../mask.js';

/** What drops objects; the ids of the others are kept. */
export abstract class LabelEditing extends Grid<Uint32Array<ArrayBuffer>, Labels> {
  /** Drops the objects that touch the volume's border; ids are kept. */
  clearBorder(): Labels {
    return this.wrap(clearBorderNode(this.node));
  }

  /** Drops the objects that are too small; ids are kept. */
  removeSmall(options: SmallOptions): Labels {
    return this.wrap(removeSmallNode(this.node, optionsOf('removeSmall', options)));
  }

  /** Keeps the `count` largest objects (default 1); of equal ones, the lower ids. */
  keepLargest(options: { readonly count?: number | undefined } = {}): Labels {
    return this.wrap(keepLargestNode(this.node, optionsOf('keepLargest', options)));
  }

  /** Keeps the objects that reach from one end of an axis to the other. */
  percolating(options: { readonly axis: Axis }): Labels {
    return this.wrap(percolatingNode(this.node, optionsOf('percolating', options)));
  }

  /** Keeps the objects that touch at least one of some faces: 'x0' is the lower end of x, 'x1' the upper. */
  reaching(options: { readonly faces: readonly Face[] }): Labels {
    return this.wrap(reachingNode(this.node, optionsOf('reaching', options)));
  }

  /** Keeps the objects that have a voxel in a mask. */
  touching(mask: Mask): Labels {
    return this.wrap(touchingNode(this.node, this.other('touching', 'mask', mask)));
  }
}
