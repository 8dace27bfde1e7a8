import { alignSlices as alignSlicesOp } from '../../filters/align_slices.js';
import { alignSlicesNode, driftNode } from '../../filters/alignment.js';
import { background } from '../../filters/background.js';
import { drift as driftOp } from '../../filters/drift.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../../filters/flatten.js';
import { MOST_PASSES } from '../../filters/passes.js';
import { removeRingsNode } from '../../filters/remove_rings.js';
import { removeStripesNode } from '../../filters/remove_stripes.js';
import { ringProfile } from '../../filters/ring_profile.js';
import { sliceLevels } from '../../filters/slice_levels.js';
import { stripeProfile } from '../../filters/stripe_profile.js';
import { operation } from '../../recipe/operation.js';
import { integer } from '../../recipe/params.js';
import { F32, tableOf } from '../gives.js';
import { withinOption } from '../options.js';

const passesOption = (least: number) =>
  integer(
    { default: 2, min: least, max: MOST_PASSES },
    'How often it is estimated anew, from what the pass before left.',
  );
const driftOptions = { ...driftOp.params, passes: passesOption(1) };

/**
 * Slices across z with equal grey levels: each is scaled so that the medians of its dark and its
 * bright part, told apart by Otsu's threshold of the slice, are those of the others; f32. Flicker
 * and fading go. The volume is read twice for the levels (32 bits: three times at most), and once
 * more for the result, which is written once. A slice of one material alone is left as it is.
 * Levels are found in 1024 bins of the volume's range; of 32 bits it reaches at most twice the span
 * of 0.1 … 99.9 % of the voxels beyond that, so that a few far away do not make bins coarse.
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(192).map(
 *   (_, i) => (i % 2 === 0 ? 50 : 150) + 20 * Math.floor(i / 64),
 * );
 * const scan = await lab.open({ data, size: [8, 8, 3] }); // every slice is brighter by 20
 * const { data: flat } = await scan.flattenSlices().read();
 * // as the middle one
 * console.assert(flat.every((v, i) => Math.abs(v - (i % 2 === 0 ? 70 : 170)) < 0.2));
 * await lab.dispose();
 * ```
 */
export const flattenSlices = operation({
  name: 'flattenSlices',
  of: 'volume',
  options: sliceLevels.params,
  gives: F32,
  node: (volume, options) => flattenSlicesNode(volume, options),
});

/**
 * Without the smooth background of every slice across z: a polynomial that is fitted together with
 * a level for each of two classes, so that structure is not taken for background; f32. Fitted to
 * means of tiles of 32×32 voxels: a smaller slice has no slope. Taking it out is one pass, 5
 * B/voxel for u8. 32-bit values are fitted as 65536 levels of a span that reaches at most twice
 * that of 0.1 … 99.9 % of the voxels beyond it; what is farther counts as its end. Classes are by
 * Otsu's threshold: clip the volume first where few voxels far away would be one of them.
 *
 * @returns An f32 volume of the same size, in intensity.
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
export const flattenBackground = operation({
  name: 'flattenBackground',
  of: 'volume',
  options: {
    degree: background.params.degree,
    model: background.params.model,
    ...withinOption,
    passes: passesOption(1),
  },
  gives: F32,
  node: (volume, options) => flattenBackgroundNode(volume, options),
});

/**
 * Without the stripes that run along an axis of every slice across z, as the curtains of a FIB do;
 * f32. Found by medians of differences of neighbouring lines, then fitted together with two
 * classes; 32-bit values and classes as for `flattenBackground`. Literature: Fitschen, Ma, Schuff,
 * Comput. Vis. Image Underst. 155 (2017) 24.
 *
 * @returns An f32 volume of the same size, in intensity.
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
export const removeStripes = operation({
  name: 'removeStripes',
  of: 'volume',
  options: { ...stripeProfile.params, passes: passesOption(0) },
  gives: F32,
  node: (volume, options) => removeStripesNode(volume, options),
});

/**
 * Without the rings about the axis of rotation in every slice across z of a tomogram; f32. As
 * `removeStripes`, in polar coordinates. Literature: Sijbers, Postnov, Phys. Med. Biol. 49 (2004)
 * N247.
 *
 * @returns An f32 volume of the same size, in intensity.
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
export const removeRings = operation({
  name: 'removeRings',
  of: 'volume',
  options: { ...ringProfile.params, passes: passesOption(0) },
  gives: F32,
  node: (volume, options) => removeRingsNode(volume, options),
});

/**
 * How far the content of each slice across z lies from where it is in the first one: a table with
 * columns `slice`, `x`, `y` (in the volume's unit) and `peak`, by phase correlation with the slices
 * before. Errors add up where the structure itself changes from slice to slice. Literature: Kuglin
 * and Hines, Proc. IEEE Conf. Cybern. Soc. (1975) 163.
 *
 * @returns A query of a table with one row per slice: `slice` (index), `x` and `y` (the unit of
 * length), `peak` (no unit).
 * @throws VoxmetryError `limit` where a slice takes more than the GPU binds.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(3072).map((_, i) => {
 *   const [x, y, z] = [(i % 32) - Math.floor(i / 1024), Math.floor(i / 32) % 32, 0];
 *   return Math.hypot(x - 12, y - 15, z) < 5 ? 200 : 50;
 * });
 * const scan = await lab.open(
 *   { data, size: [32, 32, 3] },
 *   { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
 * );
 * const table = await scan.drift(); // the disc moves by a voxel along x from slice to slice
 * // µm
 * console.assert(
 *   Math.abs(table.column('x')[2]! - 1) < 0.1 && Math.abs(table.column('y')[2]!) < 0.1,
 * );
 * await lab.dispose();
 * ```
 */
export const drift = operation({
  name: 'drift',
  of: 'volume',
  options: driftOptions,
  gives: tableOf(['slice', 'x', 'y', 'peak']),
  node: (volume, options) => driftNode(volume, options),
});

/**
 * The stack with every slice across z moved back by its `drift`; f32. Sampled between voxels in x
 * and y. Whole-voxel shifts keep values exactly. Of a FIB-SEM stack it comes before
 * `removeStripes`: curtains that go on from slice to slice help (`docs/recipes.md`).
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(3072).map((_, i) =>
 *   Math.hypot((i % 32) - Math.floor(i / 1024) - 12, (Math.floor(i / 32) % 32) - 15) < 5
 *     ? 200
 *     : 50,
 * );
 * const scan = await lab.open({ data, size: [32, 32, 3] }); // a disc that moves along x
 * const { data: still } = await scan.alignSlices().read();
 * console.assert(Math.abs(still[2048 + 15 * 32 + 12]! - 200) < 10); // its middle, in slice 2
 * console.assert(Math.abs(still[2048 + 15 * 32 + 18]! - 50) < 10); // beside it, where it had gone
 * await lab.dispose();
 * ```
 */
export const alignSlices = operation({
  name: 'alignSlices',
  of: 'volume',
  options: { ...driftOptions, ...alignSlicesOp.params },
  gives: F32,
  node: (volume, options) => alignSlicesNode(volume, options),
});
