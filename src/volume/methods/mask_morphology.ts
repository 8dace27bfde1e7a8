import type { Axis } from '../../recipe/geometry.js';
import type { Length } from '../../recipe/length.js';
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
import { dilateByBall, erodeByBall } from '../../segmentation/mask_morphology.js';
import { removeSmallNode } from '../../segmentation/remove_small.js';
import { optionsOf } from '../../recipe/params.js';
import { Grid } from '../grid.js';
import type { Mask, SmallOptions } from '../mask.js';

/** A ball, and what the volume's border is for it. */
export interface BallOptions {
  /** Radius of the ball: a length in the mask's unit, or `voxels(n)`. A centre at this distance is inside. */
  readonly radius: Length;
  /** 'open': nothing is known beyond the border, so it takes nothing away (default); 'background': all beyond it is. */
  readonly border?: 'open' | 'background' | undefined;
}

/** What makes other masks of the objects of a mask: its components at `connectivity` 6 (default), 18 or 26. */
export abstract class MaskMorphology extends Grid<Uint8Array<ArrayBuffer>, Mask> {
  /** What is farther than `radius` from all background: exact erosion by a ball; anisotropic spacing counts. */
  erode(options: BallOptions): Mask {
    const { radius, border } = optionsOf('erode', options);
    return this.wrap(erodeByBall(this.node, radius, border));
  }

  /** What is at most `radius` from the mask: exact dilation by a ball; anisotropic spacing counts. */
  dilate(options: Pick<BallOptions, 'radius'>): Mask {
    return this.wrap(dilateByBall(this.node, optionsOf('dilate', options).radius));
  }

  /** Erosion, then dilation by a ball: what a ball of the radius fits into; smaller parts go. */
  open(options: BallOptions): Mask {
    return this.erode(options).dilate(options);
  }

  /** Dilation, then erosion by a ball: gaps and pores narrower than the ball are filled. */
  close(options: Pick<BallOptions, 'radius'>): Mask {
    return this.dilate(options).erode({ ...optionsOf('close', options), border: 'open' });
  }

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
