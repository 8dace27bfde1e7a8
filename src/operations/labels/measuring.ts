import { asVolume as asVolumeOp } from '../../filters/as_volume.js';
import { invalidArgument } from '../../recipe/errors.js';
import { makeNode } from '../../recipe/op.js';
import { handle, operation, optionalHandle, orNamedVolumes } from '../../recipe/operation.js';
import { nullable, param, type Param } from '../../recipe/params.js';
import { components as componentsOp } from '../../segmentation/components.js';
import { distance as distanceOp } from '../../segmentation/distance.js';
import { equals as equalsOp } from '../../segmentation/equals.js';
import { foreground as foregroundOp } from '../../segmentation/foreground.js';
import { partNode } from '../../segmentation/labels_within.js';
import { selectNode, wantedOption } from '../../segmentation/select_labels.js';
import { labelCount } from '../../stats/label_count.js';
import { insideNode, measureNode } from '../../stats/measure.js';
import { contactTable, objectContacts } from '../../stats/objects/object_contacts.js';
import { rowCount } from '../../stats/objects/chosen_rows.js';
import { selectedObjects } from '../../stats/objects/objects_inside.js';
import { areModalities, modalityTableNode } from '../../stats/objects/modalities.js';
import { objectPhaseContacts } from '../../stats/objects/object_phase_contacts.js';
import { measuredNode, OBJECT_COLUMNS, objectTableNode } from '../../stats/objects/object_table.js';
import { sizeDistribution as sizeDistributionOp } from '../../stats/size_distribution.js';
import { sizesInRegion } from '../../stats/sizes_in_region.js';
import { network as networkOp, networkNode } from '../../transport/network.js';
import { CONTACTS, F32, MASK, NETWORK, PLAIN, RESULT, SAME, tableOf } from '../gives.js';
import { distanceOptions, objectsWithinOption, withinOption } from '../options.js';

const measureInputs = {
  intensity: optionalHandle('The volume whose values are measured in the objects.', 'volume'),
  distanceTo: optionalHandle('The mask whose distance from the objects is measured.', 'mask'),
};

const columnsOption: Param<
  readonly string[] | 'all' | null,
  readonly string[] | 'all' | null,
  true
> = nullable(
  param<readonly string[] | 'all', readonly string[] | 'all', false>({
    type: 'texts',
    doc: "Names of the columns, or 'all'; position, extent and size if left out.",
    default: undefined,
    allowed: "a list of names of columns, or 'all'",
    schema: { anyOf: [{ enum: ['all'] }, { type: 'array', items: { type: 'string' } }] },
    accept: (given): readonly string[] | 'all' | undefined => {
      if (given === 'all') return given;
      const isName = (name: unknown): name is string => typeof name === 'string';
      return Array.isArray(given) && given.every(isName) ? given : undefined;
    },
  }),
);

/**
 * Mask of all objects.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
 * console.assert((await scan.toLabels().foreground().read()).data.join() === '1,0,1,1');
 * await lab.dispose();
 * ```
 */
export const foreground = operation({
  name: 'foreground',
  of: 'labels',
  options: {},
  gives: MASK,
  node: (labels) => makeNode(foregroundOp, { labels }),
});

/**
 * Mask of the objects with one of the given ids.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 3]), size: [4, 1, 1] });
 * console.assert((await scan.toLabels().equals([1, 3]).read()).data.join() === '1,0,0,1');
 * await lab.dispose();
 * ```
 */
export const equals = operation({
  name: 'equals',
  of: 'labels',
  options: equalsOp.params,
  takes: ['values'],
  gives: MASK,
  node: (grid, { values }) => makeNode(equalsOp, { grid }, { values }),
});

/**
 * Connected components of equal ids, numbered anew.
 * `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
 *
 * @returns Labels of the same size, with ids 1 … N (u32) in raster order of the first voxel.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([5, 5, 0, 5, 7]), size: [5, 1, 1] });
 * const { data } = await scan.toLabels().components().read(); // the two parts of 5 are told apart
 * console.assert(data.join() === '1,1,0,2,3');
 * await lab.dispose();
 * ```
 */
export const components = operation({
  name: 'components',
  of: 'labels',
  options: componentsOp.params,
  gives: SAME,
  node: (grid, options) => makeNode(componentsOp, { grid }, options),
});

/**
 * The exact Euclidean distance of every object voxel to the nearest voxel of another object or of
 * none. In the grid's unit, or in voxels with `units: 'index'`; 28 B/voxel.
 *
 * @returns An f32 volume of the same size, in the unit of length (or in voxels); 0 on label 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 1, 2, 2]), size: [5, 1, 1] });
 * console.assert((await scan.toLabels().distance().read()).data.join() === '3,2,1,1,2');
 * await lab.dispose();
 * ```
 */
export const distance = operation({
  name: 'distance',
  of: 'labels',
  options: distanceOptions,
  gives: F32,
  node: (objects, options) => makeNode(distanceOp, { objects }, options),
});

/**
 * Number of objects; of a region by their centroids, or by another rule as `measure()`.
 * Exact. One pass over 4 B/voxel; two with `within`.
 *
 * @param options - `within`: a region; `inside`: which objects count as in it.
 * @returns A query of a number: objects.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([7, 0, 3, 3]), size: [4, 1, 1] });
 * console.assert((await scan.toLabels().count()) === 2);
 * await lab.dispose();
 * ```
 */
export const count = operation({
  name: 'count',
  of: 'labels',
  options: objectsWithinOption,
  gives: PLAIN,
  node: (given, selection) => {
    const { labels, rows } = selectedObjects('count', given, selection);
    return labels !== given || selection.within === undefined
      ? makeNode(labelCount, { labels })
      : makeNode(rowCount, { table: rows(measureNode(labels)) });
  },
});

/**
 * A table with one row per object, by rising id.
 *
 * Without `columns` those that cost one pass and the distances: `label`, `voxels`, `volume`,
 * `equivalentDiameter`, `centroidX/Y/Z`, `minX` … `maxZ` (bounding box, both ends included),
 * `touchesBorder`, `extent` (voxels over those of the bounding box), `inscribedDiameter` (of the
 * largest ball about a voxel's centre inside the object's voxels; never above `feretMin`); with
 * `intensity` its `intensityMean/Std/Min/Max`; with `distanceTo` a column of that name. By name any
 * of these alone, and:
 *
 * - `surfaceArea` (crossings in 13 directions; balls from a radius of 10 voxels within 1.6 %),
 *   `surfaceAreaCrofton3`, `surfaceAreaFaces`, `surfaceAreaMarchingCubes`: closed at the volume's
 *   border and towards other objects; `sphericity` (Wadell's, not clamped; null below 64 voxels);
 *   `eulerNumber6`, `eulerNumber26`;
 * - `semiAxisA` ≥ `B` ≥ `C` of the ellipsoid with the same second moments, `elongation` B/A,
 *   `flatness` C/B, `axisAX` … `axisCZ` (null where no direction stands out), `inertiaXX` …
 *   `inertiaYZ`, `inertiaA/B/C`;
 * - `feretMax`, `feretMin`, `hullVolume`, `solidity`, of the hull of the voxels' corners;
 * - `contacts` (objects that share a face), `contactArea`, `contactAreaFaces`;
 * - `borderWeight`: how many objects of its size one stands for that does not touch the volume's
 *   border (Miles and Lantuéjoul), 0 of those that do; a weight for `dValues`, `logNormal` and the
 *   like;
 * - `intensityMedian`, `intensityP5` and the like: the smallest value that this part of the voxels
 *   does not exceed;
 * - `distanceTo`: the least distance of the object's voxels to the mask's, between centres; 0 where
 *   they meet, null where the mask is empty.
 *
 * Only what the columns need is computed. A cell without a value is NaN; CSV leaves it empty, JSON
 * writes null.
 *
 * `within` leaves rows for the objects of a region, by `inside`: 'centre' (default) for those whose
 * centroid lies in it, so that regions side by side share no object and numbers per volume are not
 * biased by the region's border; 'whole' for those that lie whole in it, 'touching' for all that
 * have a voxel in it. These are measured whole, contacts with objects outside included. 'part'
 * measures what of each object lies in it, as an object of its own that ends at the region's
 * border.
 *
 * Several volumes by name, `intensity: { Mn: map, xrm: scan }`, give columns of each: `Mn.mean`,
 * `Mn.std`, `Mn.min`, `Mn.max`. One on another grid is measured at its own voxels, to which the
 * labels are taken by place; one in another frame, `Mn: { volume, transform }`, too, through the
 * transform that takes the labels' points to it, as `register` finds it.
 *
 * @param options - `columns`: names, or 'all'; `intensity`: the volume to measure in the objects;
 * `distanceTo`: a mask; `within`: a region, and `inside`: which objects count as in it.
 * @returns A query of a table with one row per object. Columns are in voxels (counts, bounding
 * boxes), the unit of length and its powers (lengths, areas, volumes, moments), the volume's
 * intensity, or without a unit (ratios, Euler numbers).
 * @throws VoxmetryError `invalid-argument` where a column is unknown or needs what is not given;
 * `limit`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 1, 1]), size: [6, 1, 1] });
 * const objects = scan.threshold({ lo: 1 }).components();
 * const table = await objects.measure({ columns: ['label', 'feretMin', 'surfaceAreaFaces'] });
 * console.assert(table.column('surfaceAreaFaces').join() === '10,14');
 * await lab.dispose();
 * ```
 */
export const measure = operation({
  name: 'measure',
  of: 'labels',
  options: {
    ...measureInputs,
    intensity: orNamedVolumes(measureInputs.intensity),
    columns: columnsOption,
    ...objectsWithinOption,
  },
  gives: tableOf(OBJECT_COLUMNS),
  node: (labels, { columns, intensity, ...inputs }) =>
    areModalities(intensity)
      ? modalityTableNode('measure', { labels, intensity, ...inputs }, columns)
      : objectTableNode('measure', { labels, intensity, ...inputs }, columns),
});

/**
 * A table of the pairs of objects that touch: `a` < `b`, `faces` (faces of voxels that they share),
 * `area`. Its `toGraph` and `toGraphML` give the same as a graph. `within` counts contacts in a
 * region: pairs of neighbouring voxels of which both lie in it.
 *
 * @param options - `estimator` of the area: 'crofton13' (default) and 'crofton3', by crossings as
 * `surfaceArea`; 'faces', as cc3d. `connectivity`: pairs that share a face (6, default), an edge
 * too (18) or a corner too (26).
 * @returns A query of a table with one row per pair: ids, `faces` in numbers of voxel faces, `area`
 * in length².
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 0, 3]), size: [5, 1, 1] });
 * const pairs = await scan.toLabels().contacts({ estimator: 'faces' });
 * console.assert(pairs.length === 1 && pairs.row(0)['area'] === 1);
 * await lab.dispose();
 * ```
 */
export const contacts = operation({
  name: 'contacts',
  of: 'labels',
  options: { ...contactTable.params, ...withinOption },
  gives: CONTACTS,
  node: (all, { within, ...options }) => {
    const labels = partNode(all, within);
    return makeNode(
      contactTable,
      { contacts: makeNode(objectContacts, { labels }), measures: measureNode(labels) },
      options,
    );
  },
});

/**
 * How much of every object's surface touches a phase, such as the part of each particle that binder
 * coats: a table of `label`, `faces` (faces of voxels that object and phase share), `area` (of that
 * contact), `surfaceArea` (of all the object's surface within the volume) and `coveredPart`, `area`
 * over `surfaceArea`. The volume's border is no surface; contacts with other objects are. Voxels of
 * the phase within an object are no contact of that object. `within` counts pairs of neighbouring
 * voxels of which both lie in a region: its border is no surface either, and objects without a
 * voxel in it have no row. One pass: 4.1 B/voxel; with `within` 12.4.
 *
 * @param options - `estimator` of the areas: 'crofton13' (default) and 'crofton3', by crossings as
 * `surfaceArea`; 'faces', which makes oblique areas up to √3 too large.
 * @returns A query of a table with one row per object, by rising id: `faces` in numbers of voxel
 * faces, areas in length², `coveredPart` from 0 to 1, null of an object without a surface.
 * @throws VoxmetryError `invalid-argument` for a mask of another size; `limit`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * // Two particles, 1 and 2; binder, 9, between them.
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 9, 2, 2, 0, 3]), size: [7, 1, 1] });
 * const particles = scan.clip({ hi: 8 }).toLabels().select([1, 2, 3]);
 * const coated = await particles.phaseContacts(scan.threshold({ lo: 9 }), { estimator: 'faces' });
 * console.assert(coated.column('faces').join() === '1,1,0');
 * console.assert(coated.column('coveredPart').join() === '0.5,0.5,0');
 * await lab.dispose();
 * ```
 */
export const phaseContacts = operation({
  name: 'phaseContacts',
  of: 'labels',
  options: {
    phase: handle('The phase whose contact with the objects is measured.', 'mask'),
    ...objectPhaseContacts.params,
    ...withinOption,
  },
  takes: ['phase'],
  gives: tableOf(['label', 'faces', 'area', 'surfaceArea', 'coveredPart']),
  node: (all, { phase, within, ...options }) => {
    const labels = partNode(all, within);
    const inputs = { labels, phase, within, measures: measureNode(labels) };
    return makeNode(objectPhaseContacts, inputs, options);
  },
});

/**
 * Keeps objects by their ids, or by bands of their measures, ends included; ids are kept. An object
 * without a value in a column is in no band of it.
 *
 * @param wanted - Ids, or columns of `measure()` with `min`, `max` or both: `{ volume: { min: 5 },
 * sphericity: { max: 0.6 } }`.
 * @param options - `intensity` and `distanceTo`, for columns that need them.
 * @returns Labels of the same size; dropped objects become 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 0, 1]), size: [6, 1, 1] });
 * const objects = scan.threshold({ lo: 1 }).components();
 * const { data } = await objects.select({ voxels: { min: 2 } }).read();
 * console.assert(data.join() === '0,0,2,2,0,0');
 * await lab.dispose();
 * ```
 */
export const select = operation({
  name: 'select',
  of: 'labels',
  options: { wanted: wantedOption, ...measureInputs },
  takes: ['wanted'],
  gives: SAME,
  node: (labels, { wanted, ...inputs }) =>
    selectNode(labels, wanted, (columns) => measuredNode('select', { labels, ...inputs }, columns)),
});

/**
 * The distribution of the objects' diameters, by number and by volume: D10, D50, D90 and mean with
 * 95 % intervals, the number of objects per volume, and cumulative curves. Diameters in the grid's
 * unit. Intervals hold for objects that are like their neighbours too; how often they hold the
 * truth stands in `docs/objects.md`. An end of Infinity says that the objects that lie whole in the
 * volume do not bound it; null, with the reason, is where none can be given. On the host.
 *
 * `within` takes the objects of a region, by `inside` as `measure()`. There are no intervals then,
 * and `border` must be 'exclude' or 'include': it means that of the volume, and weights for objects
 * at the border of a region of any shape are not known.
 * Literature: Miles (1974) and Lantuéjoul (1980), for the weights of objects at the border; Hall
 * (1992), for the intervals.
 *
 * @returns A query of the distribution: diameters in the unit of length, cumulative curves from 0
 * to 1.
 * @throws VoxmetryError `invalid-argument`: `within` with the border 'weighted', the default.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(125).fill(1, 62, 63).fill(2, 0, 1);
 * const scan = await lab.open({ data, size: [5, 5, 5] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const { number, countBorder } = await scan.toLabels().sizeDistribution({ border: 'exclude' });
 * const sphere = Math.cbrt((6 * 8) / Math.PI); // the diameter of one of 8 µm³
 * console.assert(countBorder === 1 && Math.abs(number.d50.value - sphere) < 1e-6);
 * await lab.dispose();
 * ```
 */
export const sizeDistribution = operation({
  name: 'sizeDistribution',
  of: 'labels',
  options: { ...sizeDistributionOp.params, ...objectsWithinOption },
  gives: RESULT,
  node: (given, { within, inside, ...options }) => {
    if (within !== undefined && options.border === 'weighted')
      throw invalidArgument(
        'sizeDistribution',
        'border',
        'weighted',
        "'exclude' or 'include' with `within`: weights are known for the volume's border alone",
      );
    const { labels, rows } = selectedObjects('sizeDistribution', given, { within, inside });
    const distance = options.diameter === 'inscribedDiameter' ? insideNode(labels) : undefined;
    const sizes = makeNode(
      sizeDistributionOp,
      { measures: rows(measureNode(labels, { distance })) },
      options,
    );
    return within === undefined ? sizes : makeNode(sizesInRegion, { sizes });
  },
});

/**
 * The network of the objects, as `mask.network()` makes it of the parts of a pore space: each
 * object is a pore, and two that share faces of voxels have a throat. What is in no object is
 * solid, and so is what lies outside of a region `within` which it is asked for.
 *
 * @param options - `estimator` of the areas of throats: 'crofton13' (default), 'crofton3' or
 * 'faces'.
 * @returns A query of the network: a table of pores and one of throats, in the unit of length, its
 * square (areas) and its cube (volumes).
 * @throws VoxmetryError `invalid-argument` for a single slice, unless `estimator` is 'faces'.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2, 0, 3]), size: [6, 1, 1] });
 * const { pores, throats } = await scan.toLabels().network({ estimator: 'faces' });
 * console.assert(pores.length === 3 && throats.length === 1);
 * console.assert(throats.row(0)['throat.cross_sectional_area'] === 1);
 * await lab.dispose();
 * ```
 */
export const network = operation({
  name: 'network',
  of: 'labels',
  options: { ...networkOp.params, ...withinOption },
  gives: NETWORK,
  node: (labels, { within, ...options }) => networkNode(partNode(labels, within), options),
});

/**
 * The ids as a u32 volume.
 *
 * @returns A u32 volume of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 2]), size: [3, 1, 1] });
 * const volume = scan.toLabels().asVolume();
 * console.assert(volume.dtype === 'u32' && (await volume.moments()).max === 2);
 * await lab.dispose();
 * ```
 */
export const asVolume = operation({
  name: 'asVolume',
  of: 'labels',
  options: {},
  gives: { grid: 'volume', dtype: 'u32' },
  node: (grid) => makeNode(asVolumeOp, { grid }),
});
