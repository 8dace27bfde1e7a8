import type { Axis } from '../../recipe/geometry.js';
import { optionsOf } from '../../recipe/params.js';
import type { Length } from '../../recipe/length.js';
import type { Face } from '../../segmentation/choose_labels.js';
import {
  keepLargestNode,
  percolatingNode,
  reachingNode,
  touchingNode,
} from '../../segmentation/chosen_objects.js';
import type { Connectivity } from '../../segmentation/components.js';
import { expandLabels } from '../../segmentation/expand_labels.js';
import { labelEdges } from '../../segmentation/label_edges.js';
import { labelsWithin, shrinkNode } from '../../segmentation/labels_within.js';
import { renumberNode } from '../../segmentation/renumber.js';
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

  /** Ids 1 … N without gaps, in the order of the old ones. Nothing else renumbers objects. */
  relabel(): Labels {
    return this.wrap(renumberNode(this.node));
  }

  /**
   * Grows the objects by `distance` into the background, each voxel going to the nearest object (of equally near
   * ones the lowest id); they do not grow into each other. At most 256 voxels.
   */
  expand(options: { readonly distance: Length }): Labels {
    const { distance } = optionsOf('expand', options);
    return this.wrap(this.apply(expandLabels, { labels: this.node }, { distance }));
  }

  /**
   * Shrinks the objects: what is at most `distance` from another object or the background goes; the volume's border takes
   * nothing away. Objects may vanish or fall into parts of one id.
   */
  shrink(options: { readonly distance: Length }): Labels {
    return this.wrap(shrinkNode(this.node, optionsOf('shrink', options).distance));
  }

  /** The objects inside a mask: labels where it is set, 0 elsewhere. */
  inside(mask: Mask): Labels {
    const inputs = { labels: this.node, mask: this.other('inside', 'mask', mask) };
    return this.wrap(this.apply(labelsWithin, inputs));
  }

  /**
   * Mask of the boundaries: voxels with a neighbour of another id.
   *
   * @param options - `which`: 'objects' (default), the outermost voxels of objects; 'all', the background beside them as
   * well; 'contacts', where an object touches another one. `connectivity` of the neighbours: 6 (default), 18 or 26.
   */
  boundaries(
    options: {
      readonly which?: 'objects' | 'all' | 'contacts' | undefined;
      readonly connectivity?: Connectivity | undefined;
    } = {},
  ): Mask {
    return this.context.mask(this.apply(labelEdges, { labels: this.node }, options));
  }
}
