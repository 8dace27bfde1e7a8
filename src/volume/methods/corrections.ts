import { alignSlicesNode, driftNode } from '../../filters/alignment.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../../filters/flatten.js';
import { removeRingsNode } from '../../filters/remove_rings.js';
import { removeStripesNode } from '../../filters/remove_stripes.js';
import { optionsOf } from '../../recipe/params.js';
import type {
  AlignSlicesOptions,
  DriftOptions,
  FlattenBackgroundOptions,
  FlattenSlicesOptions,
  RemoveRingsOptions,
  RemoveStripesOptions,
} from '../options/corrections.js';
import type { Query } from '../query.js';
import { toTable } from '../results.js';
import type { Table } from '../table.js';
import type { Volume } from '../volume.js';
import type { Dtype } from '../../recipe/dtype.js';
import { ArithmeticMethods } from './arithmetic.js';

/** Corrections of the imaging itself. */
export abstract class Corrections<D extends Dtype> extends ArithmeticMethods<D> {
  /**
   * Slices across z with equal grey levels: each is scaled so that the medians of its dark and its bright part,
   * told apart by Otsu's threshold of the slice, are those of the others; f32. Flicker and fading go.
   */
  flattenSlices(options: FlattenSlicesOptions = {}): Volume<'f32'> {
    return this.context.volume(flattenSlicesNode(this.node, optionsOf('flattenSlices', options)));
  }

  /**
   * Without the smooth background of every slice across z: a polynomial that is fitted together with a level for
   * each of two classes, so that structure is not taken for background; f32.
   */
  flattenBackground(options: FlattenBackgroundOptions = {}): Volume<'f32'> {
    const { within, ...params } = optionsOf('flattenBackground', options);
    const mask = this.within('flattenBackground', { within });
    return this.context.volume(flattenBackgroundNode(this.node, { ...params, within: mask }));
  }

  /**
   * Without the stripes that run along an axis of every slice across z, as the curtains of a FIB do; f32. Found by
   * medians of differences of neighbouring lines, then fitted together with two classes.
   * Literature: Fitschen, Ma, Schuff, Comput. Vis. Image Underst. 155 (2017) 24.
   */
  removeStripes(options: RemoveStripesOptions = {}): Volume<'f32'> {
    return this.context.volume(removeStripesNode(this.node, optionsOf('removeStripes', options)));
  }

  /**
   * Without the rings about the axis of rotation in every slice across z of a tomogram; f32. As `removeStripes`, in
   * polar coordinates. Literature: Sijbers, Postnov, Phys. Med. Biol. 49 (2004) N247.
   */
  removeRings(options: RemoveRingsOptions = {}): Volume<'f32'> {
    return this.context.volume(removeRingsNode(this.node, optionsOf('removeRings', options)));
  }

  /**
   * How far the content of each slice across z lies from where it is in the first one: a table with columns
   * `slice`, `x`, `y` (in the volume's unit) and `peak`, by phase correlation with the slices before. Errors add up
   * where the structure itself changes from slice to slice.
   */
  drift(options: DriftOptions = {}): Query<Table> {
    return this.askNode(() => driftNode(this.node, optionsOf('drift', options)), toTable);
  }

  /** The stack with every slice across z moved back by its `drift`; f32. Sampled between voxels in x and y. */
  alignSlices(options: AlignSlicesOptions = {}): Volume<'f32'> {
    return this.context.volume(alignSlicesNode(this.node, optionsOf('alignSlices', options)));
  }
}
