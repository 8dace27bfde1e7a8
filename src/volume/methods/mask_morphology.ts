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
import type { WindowSize } from '../../filters/window.js';
import { dilateNode, erodeNode } from '../../segmentation/mask_morphology.js';
import { removeSmallNode } from '../../segmentation/remove_small.js';
import { optionsOf } from '../../recipe/params.js';
import { Grid } from '../grid.js';
import type { Mask, SmallOptions } from '../mask.js';

/** A ball or a box: one of the two. */
export interface ElementOptions {
  /** Radius of a ball: a length in the mask's unit, or `voxels(n)`. A centre at this distance is inside. */
  readonly radius?: Length | undefined;
  /** Voxels of a box: odd, one for all axes or three for x, y, z. */
  readonly size?: WindowSize | undefined;
}

/** A ball or a box, and what the volume's border is for it. */
export interface ErosionOptions extends ElementOptions {
  /** 'open': nothing is known beyond the border, so it takes nothing away (default); 'background': all beyond it is. */
  readonly border?: 'open' | 'background' | undefined;
}

/** What makes other masks of the objects of a mask: its components at `connectivity` 6 (default), 18 or 26. */
export abstract class MaskMorphology extends Grid<Uint8Array<ArrayBuffer>, Mask> {
  /**
   * Erosion. By a ball: what is farther than `radius` from all background, exactly, through the distance transform;
   * anisotropic spacing counts. By a box: where all of it is in the mask.
   * By a ball it costs a distance transform, by a box 0.75 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([1, 1, 1, 1, 1, 0]);
   * const scan = await lab.open({ data, size: [6, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const mask = scan.threshold({ lo: 1 });
   * console.assert((await mask.erode({ radius: 0.5 }).read()).data.join() === '1,1,1,1,0,0'); // µm: one voxel
   * console.assert((await mask.erode({ radius: 0.5, border: 'background' }).read()).data.join() === '0,1,1,1,0,0');
   * await lab.dispose();
   * ```
   */
  erode(options: ErosionOptions): Mask {
    return this.wrap(erodeNode(this.node, optionsOf('erode', options)));
  }

  /**
   * Dilation: what is at most `radius` from the mask, or within a box around one of its voxels. Exact.
   * By a ball it costs a distance transform, by a box 0.75 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([0, 0, 1, 0, 0]);
   * const scan = await lab.open({ data, size: [5, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const { data: grown } = await scan.threshold({ lo: 1 }).dilate({ radius: 0.5 }).read(); // µm: one voxel
   * console.assert(grown.join() === '0,1,1,1,0');
   * await lab.dispose();
   * ```
   */
  dilate(options: ElementOptions): Mask {
    return this.wrap(dilateNode(this.node, optionsOf('dilate', options)));
  }

  /**
   * Erosion, then dilation: what the ball or box fits into; smaller parts go.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 1, 0]), size: [6, 1, 1] });
   * const { data } = await scan.threshold({ lo: 1 }).open({ size: 3 }).read();
   * console.assert(data.join() === '0,0,1,1,1,0');
   * await lab.dispose();
   * ```
   */
  open(options: ErosionOptions): Mask {
    const { radius, size } = optionsOf('open', options);
    return this.erode(options).dilate({ radius, size });
  }

  /**
   * Dilation, then erosion: gaps and pores narrower than the ball or box are filled.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 0, 0, 0, 1]), size: [7, 1, 1] });
   * const { data } = await scan.threshold({ lo: 1 }).close({ size: 3 }).read();
   * console.assert(data.join() === '1,1,1,0,0,0,1'); // the gap of one voxel, not that of three
   * await lab.dispose();
   * ```
   */
  close(options: ElementOptions): Mask {
    const { radius, size } = optionsOf('close', options);
    return this.dilate({ radius, size }).erode({ radius, size, border: 'open' });
  }

  /**
   * Drops components that are too small: fewer than `minVoxels` voxels, or less than `minVolume` (unit³).
   *
   * @throws VoxmetryError `invalid-argument` unless one of the two limits is given.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([1, 0, 1, 1]);
   * const scan = await lab.open({ data, size: [4, 1, 1] }, { spacing: [2, 2, 2], unit: 'µm' });
   * const { data: large } = await scan.threshold({ lo: 1 }).removeSmall({ minVolume: 16 }).read();
   * console.assert(large.join() === '0,0,1,1'); // 16 µm³ are two voxels
   * await lab.dispose();
   * ```
   */
  removeSmall(options: SmallOptions & Objects): Mask {
    return this.wrap(removeSmallNode(this.node, optionsOf('removeSmall', options)));
  }

  /**
   * Drops the components that touch the border of the volume.
   * Of an image (z = 1), its four edges.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
   * const mask = (await lab.open({ data, size: [4, 3, 1] })).threshold({ lo: 1 });
   * const { data: inner } = await mask.clearBorder().read();
   * console.assert(inner.join() === '0,0,0,0,0,0,1,0,0,0,0,0');
   * await lab.dispose();
   * ```
   */
  clearBorder(options: Objects = {}): Mask {
    return this.wrap(clearBorderNode(this.node, optionsOf('clearBorder', options)));
  }

  /**
   * Keeps the `count` largest components (default 1); of equal ones, the first in raster order.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 0, 1]), size: [6, 1, 1] });
   * const { data } = await scan.threshold({ lo: 1 }).keepLargest().read();
   * console.assert(data.join() === '0,0,1,1,0,0');
   * await lab.dispose();
   * ```
   */
  keepLargest(options: Objects & { readonly count?: number | undefined } = {}): Mask {
    return this.wrap(keepLargestNode(this.node, optionsOf('keepLargest', options)));
  }

  /**
   * Keeps the components that reach from one end of an axis to the other.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([1, 1, 1, 0, 0, 0, 1, 1, 0]);
   * const mask = (await lab.open({ data, size: [3, 3, 1] })).threshold({ lo: 1 });
   * console.assert((await mask.percolating({ axis: 'x' }).read()).data.join() === '1,1,1,0,0,0,0,0,0');
   * await lab.dispose();
   * ```
   */
  percolating(options: Objects & { readonly axis: Axis }): Mask {
    return this.wrap(percolatingNode(this.node, optionsOf('percolating', options)));
  }

  /**
   * Keeps the components that touch at least one of some faces: 'x0' is the lower end of x, 'x1' the upper.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 0, 1]), size: [6, 1, 1] });
   * const { data } = await scan.threshold({ lo: 1 }).reaching({ faces: ['x1'] }).read();
   * console.assert(data.join() === '0,0,0,0,0,1');
   * await lab.dispose();
   * ```
   */
  reaching(options: Objects & { readonly faces: readonly Face[] }): Mask {
    return this.wrap(reachingNode(this.node, optionsOf('reaching', options)));
  }

  /**
   * Keeps the components that have a voxel in another mask: its reconstruction from that.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 9, 1]), size: [6, 1, 1] });
   * const { data } = await scan.threshold({ lo: 1 }).touching(scan.equals(9)).read();
   * console.assert(data.join() === '0,0,0,1,1,1');
   * await lab.dispose();
   * ```
   */
  touching(other: Mask, options: Objects = {}): Mask {
    const marker = this.other('touching', 'other', other);
    return this.wrap(touchingNode(this.node, marker, optionsOf('touching', options)));
  }

  /**
   * Fills holes: background that does not reach the border of the volume; as SciPy's `binary_fill_holes`.
   * An axis of one voxel has no border: holes of an image (z = 1) are filled.
   *
   * @param options - `connectivity` of the background (default 6); `axis`: slice by slice across it.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0]); // a ring
   * const mask = (await lab.open({ data, size: [4, 3, 1] })).threshold({ lo: 1 });
   * console.assert((await mask.fillHoles().count()) - (await mask.count()) === 1);
   * await lab.dispose();
   * ```
   */
  fillHoles(options: Objects & { readonly axis?: Axis | undefined } = {}): Mask {
    return this.wrap(fillHolesNode(this.node, optionsOf('fillHoles', options)));
  }
}
