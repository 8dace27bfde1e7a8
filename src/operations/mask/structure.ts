import { bothNode } from '../../filters/combine.js';
import { invert } from '../../filters/invert.js';
import { makeNode } from '../../recipe/op.js';
import { handle, operation } from '../../recipe/operation.js';
import { length, nullable } from '../../recipe/params.js';
import { depthProfile as depthProfileOp, depthProfileNode } from '../../structure/depth_profile.js';
import { inscribedDiameters } from '../../structure/inscribed_diameters.js';
import { layerNode } from '../../structure/layer.js';
import { localThicknessNode, separationNode } from '../../structure/local_thickness.js';
import { intrusionNode } from '../../structure/porosimetry.js';
import { sizeCurveNode } from '../../structure/size_curve.js';
import { faceOf, surface as surfaceOp, surfaceNode } from '../../structure/surface.js';
import { beyondNode } from '../../structure/surface_height.js';
import { thicknessDistribution, thicknessNode } from '../../structure/thickness.js';
import { F32, RESULT, SAME, SURFACE } from '../gives.js';
import { axisOption, facesOption, lengthsOption, objectsOption, withinOption } from '../options.js';

const thicknessOptions = {
  ...inscribedDiameters.params,
  ...thicknessDistribution.params,
  ...withinOption,
};
const curveOptions = {
  diameters: nullable(
    lengthsOption(
      'Rising diameters of the curve; 25 in equal ratios over all that occur if left out.',
    ),
  ),
};
const intrusionOptions = {
  faces: nullable(facesOption('Faces that the fluid comes from; all if left out.')),
  ...objectsOption,
  ...inscribedDiameters.params,
};

/**
 * The local thickness: at each voxel of the mask the diameter of the largest ball inside the mask
 * that holds the voxel; 0 outside, Infinity where there is no background. Exact (Hildebrand and
 * Rüegsegger 1997, https://doi.org/10.1046/j.1365-2818.1997.1340694.x), with anisotropic spacing.
 *
 * A ball reaches to the nearest background centre, but one that background holds from both ends of
 * an axis measures the voxels between: so a slab of t voxels along an axis has thickness t, odd or
 * even, and a single voxel 1 (others say t + 1 for odd t).
 *
 * @returns An f32 volume of the same size: diameters in the unit of length.
 * @throws VoxmetryError `limit` where the volume does not fit the GPU whole.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([0, 1, 1, 1, 0, 1, 0, 0]);
 * const scan = await lab.open({ data, size: [8, 1, 1] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const thickness = await scan.threshold({ lo: 1 }).localThickness().read();
 * console.assert(thickness.data.join() === '0,6,6,6,0,2,0,0');
 * await lab.dispose();
 * ```
 */
export const localThickness = operation({
  name: 'localThickness',
  of: 'mask',
  options: inscribedDiameters.params,
  gives: F32,
  node: (mask, options) => localThicknessNode(mask, options),
});

/**
 * The distribution of the local thickness over the mask's voxels: mean, standard deviation, range,
 * percentiles, histogram. All are null or empty of an empty mask.
 *
 * @param options - `bins` of the histogram (default 32); `border`; `within`: of the voxels of this
 * region alone. Balls are those of the whole mask, so that a region's border cuts none.
 * @returns A query of the distribution: diameters in the unit of length, the histogram in parts of
 * the mask (0 to 1).
 * @throws VoxmetryError `invalid-argument` where there is no background, so that no ball ends.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 1, 1, 0, 1, 0, 0]), size: [8, 1, 1] });
 * const { mean, max } = await scan.threshold({ lo: 1 }).thickness();
 * console.assert(mean === 2.5 && max === 3); // voxels of 3, 3, 3 and 1
 * await lab.dispose();
 * ```
 */
export const thickness = operation({
  name: 'thickness',
  of: 'mask',
  options: thicknessOptions,
  gives: RESULT,
  node: (mask, { within, ...options }) => thicknessNode(mask, options, within),
});

/**
 * The local thickness of what is not in the mask: how far apart its parts are.
 *
 * @returns An f32 volume of the same size: diameters in the unit of length; 0 in the mask.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 0, 0, 1, 0, 1, 1]), size: [8, 1, 1] });
 * const { data } = await scan.threshold({ lo: 1 }).localSeparation().read();
 * console.assert(data.join() === '0,3,3,3,0,1,0,0');
 * await lab.dispose();
 * ```
 */
export const localSeparation = operation({
  name: 'localSeparation',
  of: 'mask',
  options: inscribedDiameters.params,
  gives: F32,
  node: (mask, options) => separationNode(mask, options),
});

/**
 * The distribution of the local thickness of what is not in the mask; as `thickness()`, `within`
 * included.
 *
 * @returns A query of the distribution: diameters in the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 0, 0, 1, 0, 1, 1]), size: [8, 1, 1] });
 * const { mean } = await scan.threshold({ lo: 1 }).separation();
 * console.assert(mean === 2.5);
 * await lab.dispose();
 * ```
 */
export const separation = operation({
  name: 'separation',
  of: 'mask',
  options: thicknessOptions,
  gives: RESULT,
  node: (mask, { within, ...options }) =>
    thicknessNode(makeNode(invert, { mask }), options, within),
});

/**
 * Opening granulometry: how much of the mask openings by balls of rising diameter leave. What is
 * left at d is the union of all balls inside the mask of diameter ≥ d, the voxels with a local
 * thickness of at least d; so it never grows with d. (An opening by a lattice's ball of one radius
 * leaves 1 to 3 % less, since larger balls are not unions of it.) `within` counts the voxels of a
 * region alone; balls are those of the whole mask.
 *
 * @returns A query of the curve: diameters in the unit of length; for each the voxels, their part
 * of the mask (0 to 1) and their volume in length³.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 1, 1, 0, 1, 0, 0]), size: [8, 1, 1] });
 * const { fraction } = await scan.threshold({ lo: 1 }).granulometry({ diameters: [1, 2, 3] });
 * console.assert(fraction.join() === '1,0.75,0.75'); // the single voxel goes
 * await lab.dispose();
 * ```
 */
export const granulometry = operation({
  name: 'granulometry',
  of: 'mask',
  options: { ...inscribedDiameters.params, ...curveOptions, ...withinOption },
  gives: RESULT,
  node: (mask, { diameters, within, ...options }) =>
    sizeCurveNode(
      'granulometry',
      localThicknessNode(mask, options),
      bothNode(mask, within),
      diameters,
    ),
});

/**
 * Where a fluid that does not wet comes in, if this is the pore space: at each voxel the largest
 * diameter of a ball that can come from one of `faces` and cover it, as mercury does at the
 * pressure of that diameter; 0 where none can. Exact. Literature: Hilpert and Miller, Adv. Water
 * Resour. 24 (2001) 243, https://doi.org/10.1016/S0309-1708(00)00056-7.
 *
 * @param options - `faces` (default all six), `connectivity` of the way of a ball's centre (default
 * 6), `border`.
 * @returns An f32 volume of the same size: diameters in the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(9 * 5).map((_, i) => {
 *   const [x, y] = [i % 9, Math.floor(i / 9)];
 *   return (x >= 5 && x <= 7 && y >= 1 && y <= 3) || (x < 5 && y === 2) ? 1 : 0;
 * });
 * // a chamber behind a throat
 * const pore = (await lab.open({ data, size: [9, 5, 1] })).threshold({ lo: 1 });
 * const { data: entered } = await pore.intrusion({ faces: ['x0'] }).read();
 * console.assert(Math.max(...entered) === 1 && (await pore.thickness()).max! > 2.5);
 * await lab.dispose();
 * ```
 */
export const intrusion = operation({
  name: 'intrusion',
  of: 'mask',
  options: intrusionOptions,
  gives: F32,
  node: (mask, options) => intrusionNode(mask, options),
});

/**
 * Intrusion porosimetry, if this is the pore space: the part of it that is filled from `faces` down
 * to each diameter, behind throats that are wide enough; see {@link Mask.intrusion}. Closed pores
 * are never filled. `within` counts the pore voxels of a region alone; the fluid comes from the
 * faces of the volume, through all of the pore space. Literature: Washburn, PNAS 7 (1921) 115,
 * https://doi.org/10.1073/pnas.7.4.115.
 *
 * @returns A query of the curve: diameters in the unit of length; for each the voxels, their part
 * of the mask (0 to 1) and their volume in length³.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(9 * 5).map((_, i) => {
 *   const [x, y] = [i % 9, Math.floor(i / 9)];
 *   return (x >= 5 && x <= 7 && y >= 1 && y <= 3) || (x < 5 && y === 2) ? 1 : 0;
 * });
 * // a chamber behind a throat
 * const pore = (await lab.open({ data, size: [9, 5, 1] })).threshold({ lo: 1 });
 * const { fraction } = await pore.porosimetry({ faces: ['x0'], diameters: [1, 2] });
 * console.assert(fraction.join() === '1,0'); // the chamber counts as its throat
 * await lab.dispose();
 * ```
 */
export const porosimetry = operation({
  name: 'porosimetry',
  of: 'mask',
  options: { ...intrusionOptions, ...curveOptions, ...withinOption },
  gives: RESULT,
  node: (mask, { diameters, within, ...intrusion }) =>
    sizeCurveNode('porosimetry', intrusionNode(mask, intrusion), bothNode(mask, within), diameters),
});

/**
 * The face of a layer that looks to one end of an axis, fitted to the outer sides of the outermost
 * voxels of all columns: the nominal face of a separator, a coating or a collector, from which
 * outgrowths stick out.
 *
 * @returns A surface, whose height is in the unit of length over each column.
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const size = [16, 16, 8] as const;
 * // Three slices of a foil, and a column that sticks out by two voxels.
 * const data = new Uint8Array(2048).map((_, i) =>
 *   i < 768 || (i % 256 === 100 && i < 1280) ? 1 : 0,
 * );
 * const foil = (await lab.open({ data, size })).threshold({ lo: 1 });
 * const face = foil.surface({ side: 'z1', model: 'quadratic' });
 * console.assert((await foil.beyond(face, voxels(0.25)).count()) === 2);
 * await lab.dispose();
 * ```
 */
export const surface = operation({
  name: 'surface',
  of: 'mask',
  options: surfaceOp.params,
  gives: SURFACE,
  node: (mask, options) => surfaceNode(mask, options),
});

/**
 * What sticks out: the voxels of the mask whose centres lie at least `h` beyond a surface, along
 * its axis.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(16 * 16 * 8).map((_, i) =>
 *   i < 768 || (i % 256 === 100 && i < 1280) ? 1 : 0,
 * );
 * const foil = (await lab.open({ data, size: [16, 16, 8] })).threshold({ lo: 1 });
 * const burr = foil.beyond(foil.surface({ side: 'z1' }), voxels(1));
 * // of two voxels on the foil, at 0.5 and 1.5 above its face
 * console.assert((await burr.count()) === 1);
 * await lab.dispose();
 * ```
 */
export const beyond = operation({
  name: 'beyond',
  of: 'mask',
  options: {
    surface: handle('The surface beyond which voxels lie.', 'surface'),
    h: length({ zero: true }, 'How far beyond it, along its axis.'),
  },
  takes: ['surface', 'h'],
  gives: SAME,
  node: (mask, { surface: given, h }) => {
    const { grid, surface } = faceOf(given);
    return beyondNode(mask, grid, surface, h);
  },
});

/**
 * The thickness of a layer across an axis (default 'z'): the map per column, coverage, mean,
 * spread, minimum and maximum, and the roughness Sa and Sq of both faces. `within` measures the
 * part of the layer in a region, and coverage of the columns that the region has; a region that
 * ends inside the layer cuts its thickness.
 *
 * @returns A query of the thickness: a map of one thickness per column, its statistics and the
 * roughness, all in the unit of length; coverage from 0 to 1.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(256).map((_, i) => (i >= 64 && i < (i % 8 < 4 ? 128 : 192) ? 1 : 0));
 * const scan = await lab.open({ data, size: [8, 8, 4] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const { mean, min, max, coverage } = await scan.threshold({ lo: 1 }).layer();
 * // µm: half is a voxel thick, half two
 * console.assert(mean === 3 && min === 2 && max === 4 && coverage === 1);
 * await lab.dispose();
 * ```
 */
export const layer = operation({
  name: 'layer',
  of: 'mask',
  options: { axis: axisOption('The axis across the layer.'), ...withinOption },
  gives: RESULT,
  node: (mask, { within, ...options }) => layerNode(mask, options, within),
});

/**
 * The fraction of the mask by depth under a surface (of the same grid): of each step of `step`
 * (default a voxel), the part that is in the mask. Negative depths lie outside.
 *
 * @param options - `step`; `within`: counts these voxels only.
 * @returns A query of the profile: depths in the unit of length, and a fraction (0 to 1) for each.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * // 2 on 1, air above
 * const data = new Uint8Array(8 * 8 * 4).map((_, i) => (i < 64 ? 1 : i < 192 ? 2 : 0));
 * const scan = await lab.open({ data, size: [8, 8, 4] });
 * const face = scan.threshold({ lo: 1 }).surface({ side: 'z1' });
 * const { depths, fraction } = await scan.equals(2).depthProfile(face);
 * console.assert(fraction[depths.findIndex((d) => d > 1 && d < 2)] === 1);
 * console.assert(fraction[depths.findIndex((d) => d > 2 && d < 3)] === 0);
 * await lab.dispose();
 * ```
 */
export const depthProfile = operation({
  name: 'depthProfile',
  of: 'mask',
  options: {
    surface: handle('The surface from which depth counts.', 'surface'),
    step: depthProfileOp.params.step,
    ...withinOption,
  },
  takes: ['surface'],
  gives: RESULT,
  node: (mask, { surface: given, within, ...step }) => {
    const { grid, surface } = faceOf(given);
    return depthProfileNode(mask, grid, surface, within, step);
  },
});
