import type { Axis } from '../../recipe/geometry.js';
import type { Face } from '../../segmentation/choose_labels.js';
import {
  fillHolesNode,
  keepLargestNode,
  percolatingNode,
  reachingNode,
  touchingNode,
  type Objects,
} from '../../segmentation/chosen_objects.js';
import { clearBorderNode } from '../../segmentation/clear_border.js';
import { removeSmallNode } from '../../segmentation/remove_small.js';
import { optionsOf } from '../../recipe/params.js';
import { Grid } from '../grid.js';
import type { Mask, SmallOptions } from '../mask.js';

/** What makes other masks of the objects of a mask: its components at `connectivity` 6 (default), 18 or 26. */
export abstract class MaskMorphology extends Grid<Uint8Array<ArrayBuffer>, Mask> {
  /** Drops components that are too small: fewer than `minVoxels` voxels, or less than `minVolume` (unit³). */
  removeSmall(options: SmallOptions & Objects): Mask {
    return this.wrap(removeSmallNode(this.node, optionsOf('removeSmall', options)));
  }

  /** Drops the components that touch the border of the volume. */
  clearBorder(options: Objects = {}): Mask {
    return this.wrap(clearBorderNode(this.node, optionsOf('clearBorder', options)));
  }

  /** Keeps the `count` largest components (default 1); of equal ones, the first in raster order. */
  keepLargest(options: Objects & { readonly count?: number | undefined } = {}): Mask {
    return this.wrap(keepLargestNode(this.node, optionsOf('keepLargest', options)));
  }

  /** Keeps the components that reach from one end of an axis to the other. */
  percolating(options: Objects & { readonly axis: Axis }): Mask {
    return this.wrap(percolatingNode(this.node, optionsOf('percolating', options)));
  }

  /** Keeps the components that touch at least one of some faces: 'x0' is the lower end of x, 'x1' the upper. */
  reaching(options: Objects & { readonly faces: readonly Face[] }): Mask {
    return this.wrap(reachingNode(this.node, optionsOf('reaching', options)));
  }

  /** Keeps the components that have a voxel in another mask: its reconstruction from that. */
  touching(other: Mask, options: Objects = {}): Mask {
    const marker = this.other('touching', 'other', other);
    return this.wrap(touchingNode(this.node, marker, optionsOf('touching', options)));
  }

  /**
   * Fills holes: background that does not reach the border of the volume; as SciPy's `binary_fill_holes`.
   *
   * @param options - `connectivity` of the background (default 6); `axis`: slice by slice across it.
   */
  fillHoles(options: Objects & { readonly axis?: Axis | undefined } = {}): Mask {
    return this.wrap(fillHolesNode(this.node, optionsOf('fillHoles', options)));
  }
}
