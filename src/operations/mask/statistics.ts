import { bothNode } from '../../filters/combine.js';
import { invalidArgument } from '../../recipe/errors.js';
import { makeNode } from '../../recipe/op.js';
import { operation, optionalHandle } from '../../recipe/operation.js';
import { length, nullable, oneOf } from '../../recipe/params.js';
import { chordLengths as chordLengthsOp, linealPath as linealPathOp } from '../../stats/chords.js';
import { percolationNode, porosityNode } from '../../stats/connectivity.js';
import { gradientAreaNode } from '../../stats/gradient_area.js';
import { profile as profileOp, profileNode } from '../../stats/profile.js';
import {
  representativeVolume as representativeVolumeOp,
  representativeVolumeNode,
} from '../../stats/representative_volume.js';
import {
  eulerNumber as eulerNumberOp,
  meanBreadth as meanBreadthOp,
  surfaceArea as surfaceAreaOp,
} from '../../stats/surface_area.js';
import { surfaceAreaNode } from '../../stats/surface_sampling.js';
import { twoPoint as twoPointOp } from '../../stats/two_point.js';
import { volumeFor as volumeForOp, volumeForNode } from '../../stats/volume_for.js';
import { RESULT } from '../gives.js';
import { axisOption, facesOption, objectsOption, withinOption } from '../options.js';

/**
 * The area of the surface, absolute, per volume and per volume of the mask, with its estimator
 * named: by Crofton's formula in 13 directions (default) or 3, by faces of voxels, by marching
 * cubes, or by the gradient of the smoothed indicator. The volume's border is no surface; for whole
 * objects say `border: 'closed'`.
 *
 * Errors on balls of radius 5 to 40 voxels centred on a voxel (elsewhere: `docs/objects.md`):
 * crofton13 within 1 %, crofton3 1.5 %, faces +49 to +53 %, marchingCubes +8 to +10 %, gradient −4
 * to +0.5 %. At a spacing of 1:1:3: within 5 % by Crofton, +45 to +53 %, +12 to +19 %, −11 to +1.5
 * %. `thin` is the part of the mask in runs of one or two voxels: where it is large, no estimator
 * holds, and they differ by a factor of three and more (`docs/phase-statistics.md`).
 *
 * `sampling` is the area per volume with its 95 % interval: what another piece of the material
 * would give. It covers neither segmentation nor what the estimator makes of voxels; null, with the
 * `reason`, where there is too little surface, and for a closed border and 'gradient'. It takes
 * another pass over 1/8 B/voxel, and transforms on the host.
 *
 * @returns A query of the areas: `area`, what lies inside the volume, in length²; per volume in
 * 1/length, by Crofton's formula with the crossings that an open border cuts made up for.
 * @throws VoxmetryError `invalid-argument`: an open border of a volume one voxel thin; `within`
 * with a closed border or marching cubes; `sigma` without 'gradient', or below 0.6 voxels.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(64).map((_, i) => (i % 4 < 2 ? 1 : 0));
 * const scan = await lab.open({ data, size: [4, 4, 4] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
 * const { area } = await scan.threshold({ lo: 1 }).surfaceArea({ estimator: 'faces' });
 * console.assert(area === 4); // one face of 2 µm × 2 µm; the volume's border is none
 * await lab.dispose();
 * ```
 */
export const surfaceArea = operation({
  name: 'surfaceArea',
  of: 'mask',
  options: {
    estimator: oneOf(
      ['crofton13', 'crofton3', 'faces', 'marchingCubes', 'gradient'],
      'crofton13',
      'How area is estimated: from crossings in 13 or 3 directions, as faces of voxels, by triangles, or by a gradient.',
    ),
    border: surfaceAreaOp.params.border,
    sigma: nullable(
      length(
        {},
        "Of 'gradient' alone: standard deviation of its Gaussian, from 0.6 voxels on; voxels(1) if left out.",
      ),
    ),
    ...withinOption,
  },
  gives: RESULT,
  node: (mask, { within, sigma, estimator, border }) => {
    if (estimator === 'gradient') return gradientAreaNode(mask, { sigma, border }, within);
    if (sigma !== undefined)
      throw invalidArgument('surfaceArea', 'sigma', sigma, "none, but for 'gradient'");
    return surfaceAreaNode(mask, within, { estimator, border });
  },
});

/**
 * Objects − tunnels + cavities, at `connectivity` 6 (default) or 26; the outside is background. Of
 * a phase that goes on beyond the volume say `border: 'open'`: this volume's share in the number of
 * the whole, which is unbiased per volume. `within` a region, 'closed' takes the part of the mask
 * in it as a whole object, and 'open' counts the 2×2×2 cells of voxels that lie in it, which is
 * unbiased per volume of those. Exact. One pass over 1/8 B/voxel, more with `within`. Literature:
 * Odgaard and Gundersen, Bone 14 (1993) 173, https://doi.org/10.1016/8756-3282(93)90245-6.
 *
 * @returns A query of the Euler number (without unit; of an open border a multiple of 1/8) and the
 * connectivity density in 1/length³.
 * @throws VoxmetryError `invalid-argument`: an open border of a volume one voxel thin.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(27).fill(1).fill(0, 13, 14); // a hollow cube
 * const mask = (await lab.open({ data, size: [3, 3, 3] })).threshold({ lo: 1 });
 * console.assert((await mask.eulerNumber()).value === 2); // one object, one cavity
 * await lab.dispose();
 * ```
 */
export const eulerNumber = operation({
  name: 'eulerNumber',
  of: 'mask',
  options: { ...eulerNumberOp.params, ...withinOption },
  gives: RESULT,
  node: (mask, { within, ...options }) =>
    makeNode(eulerNumberOp, { mask: bothNode(mask, within), within }, options),
});

/**
 * The mean breadth: of a ball its diameter (within 8 % from radius 5 on), of many objects their
 * sum; proportional to the integral of mean curvature. `within` takes the part of the mask in a
 * region as a whole object. In the unit of length. One pass over 1/8 B/voxel. Literature: Ohser and
 * Mücklich, Statistical Analysis of Microstructures (2000).
 *
 * @returns A query of the mean breadth, in the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(23 ** 3).map((_, i) => {
 *   const [x, y, z] = [i % 23, Math.floor(i / 23) % 23, Math.floor(i / 529)];
 *   return Math.hypot(x - 11, y - 11, z - 11) < 10 ? 1 : 0;
 * });
 * const scan = await lab.open(
 *   { data, size: [23, 23, 23] },
 *   { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
 * );
 * const { value } = await scan.threshold({ lo: 1 }).meanBreadth();
 * console.assert(Math.abs(value - 10) < 0.8); // a ball of 10 µm
 * await lab.dispose();
 * ```
 */
export const meanBreadth = operation({
  name: 'meanBreadth',
  of: 'mask',
  options: withinOption,
  gives: RESULT,
  node: (mask, { within }) => makeNode(meanBreadthOp, { mask: bothNode(mask, within) }),
});

/**
 * The fraction of every slice across an axis (default 'z'), of the volume or `within` a mask, and
 * `mean`, that of all with its interval. Exact. One pass over 1/8 B/voxel, and one for the mean.
 *
 * @returns A query of the profile: one fraction (0 to 1) per slice along the axis, at positions in
 * the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 0, 0]), size: [2, 3, 1] });
 * const { fraction } = await scan.threshold({ lo: 1 }).profile({ axis: 'y' });
 * console.assert(fraction.join() === '1,0.5,0');
 * await lab.dispose();
 * ```
 */
export const profile = operation({
  name: 'profile',
  of: 'mask',
  options: { ...profileOp.params, ...withinOption },
  gives: RESULT,
  node: (mask, { within, axis }) => profileNode(mask, axis, within),
});

/**
 * How the mask is connected along each axis: the parts of it in components that go through, that
 * touch one end alone, and that touch none. `connectivity` 6 (default), 18 or 26. Exact. `within`
 * takes the part of the mask in a region, as `porosity()`: nothing passes outside of it, and the
 * ends are those of the volume; `crop` to the box of a region that does not reach them.
 *
 * @returns A query of the fractions (0 to 1) of the mask's voxels, along each axis.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 1, 1, 0, 1]), size: [3, 2, 1] });
 * const { x, components } = await scan.threshold({ lo: 1 }).percolation();
 * console.assert(components === 1 && x?.through === 1 && x.isolated === 0);
 * await lab.dispose();
 * ```
 */
export const percolation = operation({
  name: 'percolation',
  of: 'mask',
  options: { ...objectsOption, ...withinOption },
  gives: RESULT,
  node: (mask, { connectivity, within }) => percolationNode(mask, connectivity, within),
});

/**
 * Porosity in its kinds, if this is the pore space: total with its interval, open (reaches one of
 * `faces`), through (spans `axis`) and closed, as fractions of the volume or of `within`. Binder is
 * no pore: leave it out of the mask.
 *
 * @param options - `faces` that count as open (default all six); `axis` (default 'z');
 * `connectivity` of pores (default 6).
 * @returns A query of the fractions (0 to 1) of the volume, or of `within`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(125).fill(1).fill(0, 62, 63).fill(0, 0, 1); // two pores in a block
 * const pores = (await lab.open({ data, size: [5, 5, 5] })).equals(0);
 * const { total, open, through, closed } = await pores.porosity();
 * console.assert(total.voxels === 2 && through === 0 && open === 1 / 125 && closed === 1 / 125);
 * await lab.dispose();
 * ```
 */
export const porosity = operation({
  name: 'porosity',
  of: 'mask',
  options: {
    faces: nullable(facesOption('Faces through which pores are open; all if left out.')),
    axis: axisOption('The axis from end to end of which pores are effective.'),
    ...objectsOption,
    ...withinOption,
  },
  gives: RESULT,
  node: (mask, { within, ...params }) => porosityNode(mask, params, within),
});

/**
 * How the fraction and the surface per volume of cubes spread with their size, side by side and at
 * random places, and the volume needed for a relative error of 1, 5 and 10 %; sizes in voxels.
 *
 * @param options - `within`: of this mask's voxels; `windows`: random ones per size (default 200),
 * of a `seed` (default 1).
 * @returns A query of the spreads per size: edges in voxels, fractions from 0 to 1, surface per
 * volume in 1/length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(32 ** 3).map((_, i) => (i % 3 === 0 || i % 7 === 0 ? 1 : 0));
 * const scan = await lab.open({ data, size: [32, 32, 32] });
 * const { windows, needed } = await scan.threshold({ lo: 1 }).representativeVolume();
 * console.assert(windows[0]?.size === 2 && windows[0].placement === 'side by side');
 * console.assert(needed[2]?.relativeError === 0.1 && needed[2].reached);
 * await lab.dispose();
 * ```
 */
export const representativeVolume = operation({
  name: 'representativeVolume',
  of: 'mask',
  options: { ...representativeVolumeOp.params, ...withinOption },
  gives: RESULT,
  node: (mask, { within, ...params }) => representativeVolumeNode(mask, within, params),
});

/**
 * How large a volume must be for a fraction within ± x: from one scan, the volume whose 95 %
 * interval has half the width that is asked for, with the uncertainty of that answer. It says
 * nothing of the error of a segmentation. Cost: that of `fraction()`.
 *
 * V = A φ(1 − φ) (1.96 / e)², with the integral range A. Literature: Lantuéjoul, J. Microsc. 161
 * (1991) 387; Kanit et al., Int. J. Solids Struct. 40 (2003) 3647,
 * https://doi.org/10.1016/S0020-7683(03)00143-4.
 *
 * @param options - either `relativeError`, over the fraction (0.05 is ± 5 % of it), or
 * `absoluteError` (0.01 is ± one percentage point); `within`: of this mask's voxels.
 * @returns A query of the volume in voxels, in length³ and as the edge of a cube, each with a 95 %
 * interval; null with a `reason` where this volume is too small to tell.
 * @throws VoxmetryError `invalid-argument`: none or both of the errors.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * let random = 1;
 * const data = new Uint8Array(32 ** 3).map(() => (random = (random * 48271) % 2147483647) % 5);
 * const scan = await lab.open({ data, size: [32, 32, 32] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const { edge, times } = await scan.equals(0).volumeFor({ relativeError: 0.05 });
 * console.assert(edge!.value < 64 && times!.interval[0] < times!.value); // 64 µm are enough
 * await lab.dispose();
 * ```
 */
export const volumeFor = operation({
  name: 'volumeFor',
  of: 'mask',
  options: {
    relativeError: volumeForOp.params.relativeError,
    absoluteError: volumeForOp.params.absoluteError,
    ...withinOption,
  },
  gives: RESULT,
  node: (mask, { within, ...errors }) => volumeForNode(mask, errors, within),
});

/**
 * Lengths of chords along an axis (default 'z'); those cut off by the border are left out unless
 * `edges` is 'include'. `within` measures their parts in a region, whose border cuts them off as
 * that of the volume does. In the unit of length. Exact. One pass over 1/8 B/voxel, twice that with
 * `within`.
 *
 * @returns A query of the distribution: a number of chords per length; lengths and their means in
 * the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1]),
 *   size: [11, 1, 1],
 * });
 * const { counts, mean } = await scan.threshold({ lo: 1 }).chordLengths({ axis: 'x' });
 * // one of 2, one of 4; the ends are cut off
 * console.assert(counts[1] === 1 && counts[3] === 1 && counts[0] === 0 && mean === 3);
 * await lab.dispose();
 * ```
 */
export const chordLengths = operation({
  name: 'chordLengths',
  of: 'mask',
  options: { ...chordLengthsOp.params, ...withinOption },
  gives: RESULT,
  node: (mask, { within, ...options }) => makeNode(chordLengthsOp, { mask, within }, options),
});

/**
 * Lineal path function along an axis (default 'z'): how likely a segment lies in the mask, by its
 * length; `within` takes the segments that lie in a region from end to end. Exact. Literature: Lu
 * and Torquato, Phys. Rev. A 45 (1992) 922, https://doi.org/10.1103/PhysRevA.45.922.
 *
 * @returns A query of the function: a probability (0 to 1) per length of the segment, in the unit
 * of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1]), size: [4, 1, 1] });
 * const { probability } = await scan.threshold({ lo: 1 }).linealPath({ axis: 'x' });
 * console.assert(
 *   Math.abs(probability[0]! - 3 / 4) < 1e-9 && Math.abs(probability[1]! - 1 / 3) < 1e-9,
 * );
 * await lab.dispose();
 * ```
 */
export const linealPath = operation({
  name: 'linealPath',
  of: 'mask',
  options: { ...linealPathOp.params, ...withinOption },
  gives: RESULT,
  node: (mask, { within, ...options }) => makeNode(linealPathOp, { mask, within }, options),
});

/**
 * Two-point correlation and covariance: how likely two points at a distance are both in the mask,
 * or the first in it and the second in `other`. Over all orientations (the half sphere, not an
 * octant), or along an axis; of pairs inside the volume, or of the volume repeated (`periodic`);
 * `within` takes the pairs with both ends in a region, of any form, without a bias by its border.
 * Exact counts of pairs of voxels: all of them, or a sample with `directions`, which the estimator
 * then says. With the surface per volume from the slope at the origin: of balls and of rough phases
 * as `surfaceArea()` by Crofton, within 3 %.
 *
 * Some 60 B/voxel and 256 MiB for all radial pairs; `limit` beyond about 120 voxels. 1/4 B/voxel
 * per offset otherwise.
 *
 * @returns A query of the functions: a probability (0 to 1) and a covariance per distance, in the
 * unit of length; the surface per volume in 1/length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(64).map((_, i) => (i % 4 < 2 ? 1 : 0));
 * const planks = (await lab.open({ data, size: [4, 4, 4] })).threshold({ lo: 1 });
 * const { probability } = await planks.twoPoint({ along: 'x', maxDistance: 2, periodic: true });
 * console.assert(probability.join() === '0.5,0.25,0'); // of planks 2 wide, 2 apart
 * await lab.dispose();
 * ```
 */
export const twoPoint = operation({
  name: 'twoPoint',
  of: 'mask',
  options: {
    ...twoPointOp.params,
    other: optionalHandle(
      'The second point lies in this mask; in the same one if left out.',
      'mask',
    ),
    ...withinOption,
  },
  gives: RESULT,
  node: (mask, { other, within, ...params }) =>
    makeNode(
      twoPointOp,
      {
        mask: bothNode(mask, within),
        other: other && bothNode(other, within),
        within,
      },
      params,
    ),
});
