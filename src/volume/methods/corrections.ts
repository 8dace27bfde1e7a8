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
   * The volume is read twice, for the levels, and written once. A slice of one material alone is left as it is.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(192).map((_, i) => (i % 2 === 0 ? 50 : 150) + 20 * Math.floor(i / 64));
   * const scan = await lab.open({ data, size: [8, 8, 3] }); // every slice is brighter by 20
   * const { data: flat } = await scan.flattenSlices().read();
   * console.assert(flat.every((v, i) => Math.abs(v - (i % 2 === 0 ? 70 : 170)) < 0.2)); // as the middle one
   * await lab.dispose();
   * ```
   */
  flattenSlices(options: FlattenSlicesOptions = {}): Volume<'f32'> {
    return this.context.volume(flattenSlicesNode(this.node, optionsOf('flattenSlices', options)));
  }

  /**
   * Without the smooth background of every slice across z: a polynomial that is fitted together with a level for
   * each of two classes, so that structure is not taken for background; f32.
   * Fitted to means of tiles of 32×32 voxels: a smaller slice has no slope.
   * Taking it out is one pass, 5 B/voxel for u8.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(4096).map((_, i) => (i % 8 < 4 ? 20 : 120) + ((i % 128) >> 2));
   * const scan = await lab.open({ data, size: [128, 32, 1] }); // stripes on a ramp that rises by 31
   * const { data: flat } = await scan.flattenBackground({ degree: 1 }).read();
   * console.assert(Math.abs(flat[120]! - flat[0]!) < 1); // the ramp goes
   * console.assert(Math.abs(flat[4]! - flat[0]! - 100) < 1); // the stripes stay
   * await lab.dispose();
   * ```
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
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(1024).map((_, i) => (i < 512 ? 50 : 150) + (i % 32 === 10 ? 20 : 0));
   * const scan = await lab.open({ data, size: [32, 32, 1] }); // a curtain at x = 10
   * const { data: clean } = await scan.removeStripes().read();
   * console.assert(Math.abs(clean[10]! - clean[9]!) < 1 && Math.abs(clean[522]! - clean[521]!) < 1);
   * await lab.dispose();
   * ```
   */
  removeStripes(options: RemoveStripesOptions = {}): Volume<'f32'> {
    return this.context.volume(removeStripesNode(this.node, optionsOf('removeStripes', options)));
  }

  /**
   * Without the rings about the axis of rotation in every slice across z of a tomogram; f32. As `removeStripes`, in
   * polar coordinates. Literature: Sijbers, Postnov, Phys. Med. Biol. 49 (2004) N247.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const radius = (i: number): number => Math.hypot((i % 33) - 16, Math.floor(i / 33) - 16);
   * const data = new Uint8Array(33 * 33).map((_, i) => (Math.round(radius(i)) === 8 ? 120 : 100));
   * const scan = await lab.open({ data, size: [33, 33, 1] });
   * const { data: clean } = await scan.removeRings({ passes: 0 }).read();
   * console.assert(Math.abs(clean[16 * 33 + 24]! - clean[16 * 33 + 28]!) < 6); // 20 before
   * await lab.dispose();
   * ```
   */
  removeRings(options: RemoveRingsOptions = {}): Volume<'f32'> {
    return this.context.volume(removeRingsNode(this.node, optionsOf('removeRings', options)));
  }

  /**
   * How far the content of each slice across z lies from where it is in the first one: a table with columns
   * `slice`, `x`, `y` (in the volume's unit) and `peak`, by phase correlation with the slices before. Errors add up
   * where the structure itself changes from slice to slice.
   * Literature: Kuglin and Hines, Proc. IEEE Conf. Cybern. Soc. (1975) 163.
   *
   * @throws VoxmetryError `limit` where a slice takes more than the GPU binds.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(3072).map((_, i) => {
   *   const [x, y, z] = [(i % 32) - Math.floor(i / 1024), Math.floor(i / 32) % 32, 0];
   *   return Math.hypot(x - 12, y - 15, z) < 5 ? 200 : 50;
   * });
   * const scan = await lab.open({ data, size: [32, 32, 3] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const table = await scan.drift(); // the disc moves by a voxel along x from slice to slice
   * console.assert(Math.abs(table.column('x')[2]! - 1) < 0.1 && Math.abs(table.column('y')[2]!) < 0.1); // µm
   * await lab.dispose();
   * ```
   */
  drift(options: DriftOptions = {}): Query<Table> {
    return this.askNode(() => driftNode(this.node, optionsOf('drift', options)), toTable);
  }

  /**
   * The stack with every slice across z moved back by its `drift`; f32. Sampled between voxels in x and y.
   * Whole-voxel shifts keep values exactly.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(3072).map((_, i) =>
   *   Math.hypot((i % 32) - Math.floor(i / 1024) - 12, (Math.floor(i / 32) % 32) - 15) < 5 ? 200 : 50,
   * );
   * const scan = await lab.open({ data, size: [32, 32, 3] }); // a disc that moves along x
   * const { data: still } = await scan.alignSlices().read();
   * console.assert(Math.abs(still[2048 + 15 * 32 + 12]! - 200) < 10); // its middle, in slice 2
   * console.assert(Math.abs(still[2048 + 15 * 32 + 18]! - 50) < 10); // beside it, where it had gone
   * await lab.dispose();
   * ```
   */
  alignSlices(options: AlignSlicesOptions = {}): Volume<'f32'> {
    return this.context.volume(alignSlicesNode(this.node, optionsOf('alignSlices', options)));
  }
}
