// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import cellSumsWgsl from '../shared/cell_sums.wgsl?raw';
import cellValuesWgsl from '../shared/cell_values.wgsl?raw';
import cellsWgsl from '../shared/cells.wgsl?raw';
import conductancesWgsl from '../shared/conductances.wgsl?raw';
import d3q19Wgsl from '../shared/d3q19.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import halfWordsWgsl from '../shared/half_words.wgsl?raw';
import pairSlotsWgsl from '../shared/pair_slots.wgsl?raw';
import partsWgsl from '../shared/parts.wgsl?raw';
import redBlackWgsl from '../shared/red_black.wgsl?raw';
import workgroupSumWgsl from '../shared/workgroup_sum.wgsl?raw';
import flowLinksWgsl from './flow_links.wgsl?raw';
import flowPlanesWgsl from './flow_planes.wgsl?raw';
import flowStepWgsl from './flow_step.wgsl?raw';
import networkThroatsWgsl from './network_throats.wgsl?raw';
import oppositeLabelsWgsl from './opposite_labels.wgsl?raw';
import transportAddWgsl from './transport_add.wgsl?raw';
import transportApplyWgsl from './transport_apply.wgsl?raw';
import transportAscendWgsl from './transport_ascend.wgsl?raw';
import transportClassesWgsl from './transport_classes.wgsl?raw';
import transportCoarsenWgsl from './transport_coarsen.wgsl?raw';
import transportDirectWgsl from './transport_direct.wgsl?raw';
import transportFieldWgsl from './transport_field.wgsl?raw';
import transportFluxesWgsl from './transport_fluxes.wgsl?raw';
import transportGatherWgsl from './transport_gather.wgsl?raw';
import transportInverseWgsl from './transport_inverse.wgsl?raw';
import transportJoinWgsl from './transport_join.wgsl?raw';
import transportLastWgsl from './transport_last.wgsl?raw';
import transportLinksWgsl from './transport_links.wgsl?raw';
import transportPartsWgsl from './transport_parts.wgsl?raw';
import transportRelaxWgsl from './transport_relax.wgsl?raw';
import transportResidualWgsl from './transport_residual.wgsl?raw';
import transportRestrictWgsl from './transport_restrict.wgsl?raw';
import transportRiseWgsl from './transport_rise.wgsl?raw';
import transportScalarsWgsl from './transport_scalars.wgsl?raw';
import transportSmoothWgsl from './transport_smooth.wgsl?raw';
import transportSourcesWgsl from './transport_sources.wgsl?raw';
import transportStartWgsl from './transport_start.wgsl?raw';
import transportStepWgsl from './transport_step.wgsl?raw';

/**
 * Words of a slot: two labels, pairs along 13 directions, the greatest distance, sums of x, y, z
 * (low and high words).
 */
export const THROAT_WORDS = 22;

/** Places of a vector that there are at most, of three unknowns each. */
export const LAST_PLACES = 216;

/**
 * Where fluid can go: of each voxel of a mask a word with a bit for each of 18 directions, and bit
 * 31 where it is fluid. Along a diagonal it goes only beside a voxel of fluid, so that voxels which
 * meet at an edge alone are not joined. Adds to `faces` those between fluid and solid, walls at the
 * sides included.
 */
export const flowLinks = /* @__PURE__ */ kernel({
  name: 'flow_links',
  wgsl: flowLinksWgsl,
  modules: { d3q19: d3q19Wgsl, grid: gridWgsl },
  buffers: { src: 'read', links: 'write', faces: 'read_write' },
  params: { src: 'Grid', axis: 'u32', sides: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Flow through every plane of voxels across the axis: velocities along it, added up. A velocity is
 * the momentum of the populations that arrive at a voxel and half of the force, as after a step
 * that is not local.
 */
export const flowPlanes = /* @__PURE__ */ kernel({
  name: 'flow_planes',
  wgsl: flowPlanesWgsl,
  modules: { d3q19: d3q19Wgsl, grid: gridWgsl, workgroup_sum: workgroupSumWgsl },
  buffers: {
    links: 'read',
    first: 'read',
    second: 'read',
    third: 'read',
    fourth: 'read',
    fifth: 'read',
    planes: 'write',
  },
  params: { size: 'vec3u', axis: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Stokes flow by a lattice Boltzmann method with two relaxation times, one step: collision and
 * streaming in place (Bailey et al. 2009). A LOCAL step leaves what goes along d at its voxel, in
 * the slot of the opposite of d; the next one takes it from there and leaves it where it goes. Both
 * read and write the same slots, each of one voxel alone. Populations are those beyond rest;
 * equilibria are linear, so that the flow is proportional to the force of 1 along the axis.
 */
export const flowStep = /* @__PURE__ */ kernel({
  name: 'flow_step',
  wgsl: flowStepWgsl,
  modules: { d3q19: d3q19Wgsl, grid: gridWgsl },
  buffers: {
    links: 'read',
    first: 'read_write',
    second: 'read_write',
    third: 'read_write',
    fourth: 'read_write',
    fifth: 'read_write',
  },
  params: { size: 'vec3u', axis: 'u32', sides: 'u32', even: 'f32', odd: 'f32' },
  constants: ['LOCAL'],
  workgroup: [64, 1, 1],
});

/**
 * Throats of a pore network (region adjacency graph): collects what is known of every two labels
 * that are neighbours, in a hash table of `slots` slots (a power of two) of 22 words: the lower and
 * the higher label; pairs of voxels along 13 directions, in raster order; and of those across faces
 * the greatest of the lesser of both distances (bits of f32 ≥ 0), and the sums of both places, in
 * two words for each axis. `full[0]` becomes 1 where the table is too small. Voxels of the box
 * `task` own the pairs with their later neighbours in raster order.
 */
export const networkThroats = /* @__PURE__ */ kernel({
  name: 'network_throats',
  wgsl: networkThroatsWgsl,
  modules: { grid: gridWgsl, pair_slots: pairSlotsWgsl },
  buffers: { labels: 'read', distance: 'read', pairs: 'read_write', full: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', distance: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Periodic neighbours: the labels at both ends of every line of voxels along an axis, two words
 * each.
 */
export const oppositeLabels = /* @__PURE__ */ kernel({
  name: 'opposite_labels',
  wgsl: oppositeLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', pairs: 'write' },
  params: { src: 'Grid', axis: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/** Adds the large part of a potential, its base, to the small one. */
export const transportAdd = /* @__PURE__ */ kernel({
  name: 'transport_add',
  wgsl: transportAddWgsl,
  modules: { grid: gridWgsl },
  buffers: { base: 'read', x: 'read_write' },
  params: { length: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/** Matrix–vector product of conjugate gradients: A p, and of each workgroup the sum of p · A p. */
export const transportApply = /* @__PURE__ */ kernel({
  name: 'transport_apply',
  wgsl: transportApplyWgsl,
  modules: {
    conductances: conductancesWgsl,
    grid: gridWgsl,
    red_black: redBlackWgsl,
    workgroup_sum: workgroupSumWgsl,
  },
  buffers: { links: 'read', coefficients: 'read', p: 'read', product: 'write', partials: 'write' },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
  },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid V-cycle, finest level: prolongation and one half of the red–black Gauss–Seidel
 * post-smoothing. First the black voxels (COLOUR 1), from the red ones and what the coarse level
 * adds to them; then the red ones (0), which are made anew. Also of each workgroup the sum of r ·
 * z, from `partial` on.
 */
export const transportAscend = /* @__PURE__ */ kernel({
  name: 'transport_ascend',
  wgsl: transportAscendWgsl,
  modules: {
    conductances: conductancesWgsl,
    grid: gridWgsl,
    red_black: redBlackWgsl,
    workgroup_sum: workgroupSumWgsl,
  },
  buffers: {
    links: 'read',
    coefficients: 'read',
    r: 'read',
    coarse: 'read',
    z: 'read_write',
    partials: 'read_write',
  },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
    coarse_size: 'vec3u',
    partial: 'u32',
  },
  constants: ['FORM', 'COLOUR'],
  workgroup: [256, 1, 1],
});

/**
 * Conductance classes: a byte per place of a vector, the class of its voxel's phase by `classes`; 0
 * outside the mask.
 */
export const transportClasses = /* @__PURE__ */ kernel({
  name: 'transport_classes',
  wgsl: transportClassesWgsl,
  modules: { grid: gridWgsl, red_black: redBlackWgsl },
  buffers: { mask: 'read', phases: 'read', classes: 'read', dst: 'write' },
  params: { mask: 'Grid', phases: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid coarsening (Galerkin aggregation of 2×2×2 voxels): the conductances of the first coarse
 * level, each the part `kept` of the sum of those across a face.
 */
export const transportCoarsen = /* @__PURE__ */ kernel({
  name: 'transport_coarsen',
  wgsl: transportCoarsenWgsl,
  modules: {
    conductances: conductancesWgsl,
    grid: gridWgsl,
    half_words: halfWordsWgsl,
    red_black: redBlackWgsl,
  },
  buffers: { links: 'read', coefficients: 'read', dst: 'write' },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
    coarse: 'vec3u',
    kept: 'f32',
  },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});

/**
 * Conjugate gradients: moves the potential along the search direction, x += α p, and takes the next
 * one, p = z + β p.
 */
export const transportDirect = /* @__PURE__ */ kernel({
  name: 'transport_direct',
  wgsl: transportDirectWgsl,
  modules: { grid: gridWgsl },
  buffers: { z: 'read', scalars: 'read', p: 'read_write', x: 'read_write' },
  params: { length: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/** A potential as a volume: NaN where the mask is not set. */
export const transportField = /* @__PURE__ */ kernel({
  name: 'transport_field',
  wgsl: transportFieldWgsl,
  modules: { grid: gridWgsl, red_black: redBlackWgsl },
  buffers: { x: 'read', mask: 'read', dst: 'write' },
  params: { mask: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Flux balance: the current through every plane of faces across the axis, its two ends included. A
 * REFINED potential is the sum of two: differences of either are exact to the last digits of f32,
 * those of the rounded sum would not be.
 */
export const transportFluxes = /* @__PURE__ */ kernel({
  name: 'transport_fluxes',
  wgsl: transportFluxesWgsl,
  modules: {
    conductances: conductancesWgsl,
    red_black: redBlackWgsl,
    workgroup_sum: workgroupSumWgsl,
  },
  buffers: { links: 'read', coefficients: 'read', x: 'read', base: 'read', fluxes: 'write' },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
  },
  constants: ['FORM', 'REFINED'],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid restriction of a coarse level: the residual r − A z after a black sweep, added up over
 * the aggregates (the residual of black cells is zero). Also sweeps the red cells of the next level
 * from zero.
 */
export const transportGather = /* @__PURE__ */ kernel({
  name: 'transport_gather',
  wgsl: transportGatherWgsl,
  modules: {
    cell_sums: cellSumsWgsl,
    cell_values: cellValuesWgsl,
    cells: cellsWgsl,
    grid: gridWgsl,
    half_words: halfWordsWgsl,
    parts: partsWgsl,
    red_black: redBlackWgsl,
  },
  buffers: {
    conductances: 'read',
    parts: 'read',
    r: 'read',
    z: 'read',
    dst: 'write',
    inverse: 'read',
    first: 'write',
  },
  params: { size: 'vec3u', wrap: 'vec3u', coarse: 'vec3u' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});

/**
 * Inverse diagonal (Jacobi) of a coarse level: one over the sum of conductances of each unknown of
 * the red cells; zero of those that do not conduct.
 */
export const transportInverse = /* @__PURE__ */ kernel({
  name: 'transport_inverse',
  wgsl: transportInverseWgsl,
  modules: { cells: cellsWgsl, grid: gridWgsl, half_words: halfWordsWgsl, red_black: redBlackWgsl },
  buffers: { conductances: 'read', dst: 'write' },
  params: { size: 'vec3u', wrap: 'vec3u' },
  constants: ['LAYERS'],
  workgroup: [64, 1, 1],
});

/**
 * Multigrid coarsening by aggregation: the conductances of the next level, each the part `kept` of
 * the sum of those between two aggregates.
 */
export const transportJoin = /* @__PURE__ */ kernel({
  name: 'transport_join',
  wgsl: transportJoinWgsl,
  modules: {
    cells: cellsWgsl,
    grid: gridWgsl,
    half_words: halfWordsWgsl,
    parts: partsWgsl,
    red_black: redBlackWgsl,
  },
  buffers: { conductances: 'read', parts: 'read', dst: 'write' },
  params: { size: 'vec3u', wrap: 'vec3u', coarse: 'vec3u', kept: 'f32' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});

/**
 * Coarsest level of the multigrid: Gauss–Seidel sweeps for A z = r, from zero, in one workgroup:
 * red, black, red, …; symmetric where their number is odd.
 */
export const transportLast = /* @__PURE__ */ kernel({
  name: 'transport_last',
  wgsl: transportLastWgsl,
  modules: {
    cell_sums: cellSumsWgsl,
    cells: cellsWgsl,
    half_words: halfWordsWgsl,
    red_black: redBlackWgsl,
  },
  buffers: { conductances: 'read', r: 'read', z: 'write' },
  params: { size: 'vec3u', wrap: 'vec3u', sweeps: 'u32' },
  constants: ['LAYERS'],
  workgroup: [256, 1, 1],
});

/**
 * Connectivity of the 7-point stencil: which of its six neighbours each voxel of a mask is linked
 * to, one byte per place of a vector; of the ends of the axis those count that `ends` names (1 the
 * lower, 2 the upper), walls do not.
 */
export const transportLinks = /* @__PURE__ */ kernel({
  name: 'transport_links',
  wgsl: transportLinksWgsl,
  modules: { grid: gridWgsl, red_black: redBlackWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', axis: 'u32', wrap: 'vec3u', ends: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid aggregation: which unknowns of the 2×2×2 cells of a level become one on the next: those
 * that faces within them join; where there are more than COARSE_LAYERS such aggregates, the last
 * ones are one.
 */
export const transportParts = /* @__PURE__ */ kernel({
  name: 'transport_parts',
  wgsl: transportPartsWgsl,
  modules: { cells: cellsWgsl, grid: gridWgsl, half_words: halfWordsWgsl, red_black: redBlackWgsl },
  buffers: { conductances: 'read', dst: 'write' },
  params: { size: 'vec3u', wrap: 'vec3u', coarse: 'vec3u' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});

/**
 * Multigrid smoother: one half of a red–black Gauss–Seidel sweep of a coarse level, the cells of
 * one COLOUR.
 */
export const transportRelax = /* @__PURE__ */ kernel({
  name: 'transport_relax',
  wgsl: transportRelaxWgsl,
  modules: {
    cell_sums: cellSumsWgsl,
    cell_values: cellValuesWgsl,
    cells: cellsWgsl,
    grid: gridWgsl,
    half_words: halfWordsWgsl,
    red_black: redBlackWgsl,
  },
  buffers: { conductances: 'read', r: 'read', z: 'read_write' },
  params: { size: 'vec3u', wrap: 'vec3u' },
  constants: ['LAYERS', 'COLOUR'],
  workgroup: [64, 1, 1],
});

/**
 * Residual of a potential that is the sum of two, the second small: what the currents into a voxel
 * leave. Differences are taken of each by itself, so that they keep their digits.
 */
export const transportResidual = /* @__PURE__ */ kernel({
  name: 'transport_residual',
  wgsl: transportResidualWgsl,
  modules: { conductances: conductancesWgsl, grid: gridWgsl, red_black: redBlackWgsl },
  buffers: { links: 'read', coefficients: 'read', base: 'read', x: 'read', r: 'write' },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
  },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid restriction of the finest level: the residual r − A z added up over 2×2×2 voxels, after
 * the red voxels were swept from zero and then the black ones, whose own residual is zero. Also
 * sweeps the red cells of the next level from zero.
 */
export const transportRestrict = /* @__PURE__ */ kernel({
  name: 'transport_restrict',
  wgsl: transportRestrictWgsl,
  modules: { conductances: conductancesWgsl, grid: gridWgsl, red_black: redBlackWgsl },
  buffers: {
    links: 'read',
    coefficients: 'read',
    z: 'read',
    dst: 'write',
    inverse: 'read',
    first: 'write',
  },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
    coarse: 'vec3u',
  },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid prolongation to a coarse level: the black half of the post-smoothing sweep that follows
 * the correction by the next level, from the red cells and what is added to them.
 */
export const transportRise = /* @__PURE__ */ kernel({
  name: 'transport_rise',
  wgsl: transportRiseWgsl,
  modules: {
    cell_sums: cellSumsWgsl,
    cells: cellsWgsl,
    grid: gridWgsl,
    half_words: halfWordsWgsl,
    parts: partsWgsl,
    red_black: redBlackWgsl,
  },
  buffers: { conductances: 'read', parts: 'read', r: 'read', coarse: 'read', z: 'read_write' },
  params: { size: 'vec3u', wrap: 'vec3u', coarse_size: 'vec3u' },
  constants: ['LAYERS', 'COARSE_LAYERS'],
  workgroup: [64, 1, 1],
});

/**
 * Conjugate gradients, the scalars α and β: adds up partial sums, and makes of them r · z and the
 * factor of the last search direction in the next (WHAT 0, at the start 2), or the step along it
 * (WHAT 1).
 */
export const transportScalars = /* @__PURE__ */ kernel({
  name: 'transport_scalars',
  wgsl: transportScalarsWgsl,
  modules: { grid: gridWgsl, workgroup_sum: workgroupSumWgsl },
  buffers: { partials: 'read', scalars: 'read_write' },
  params: { length: 'u32' },
  constants: ['WHAT'],
  workgroup: [256, 1, 1],
});

/**
 * Multigrid smoother of the finest level: one half of a red–black Gauss–Seidel sweep for A z = r,
 * the voxels of one COLOUR; FROM_ZERO 1 where the others are zero.
 */
export const transportSmooth = /* @__PURE__ */ kernel({
  name: 'transport_smooth',
  wgsl: transportSmoothWgsl,
  modules: { conductances: conductancesWgsl, grid: gridWgsl, red_black: redBlackWgsl },
  buffers: { links: 'read', coefficients: 'read', r: 'read', z: 'read_write' },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
  },
  constants: ['FORM', 'COLOUR', 'FROM_ZERO'],
  workgroup: [256, 1, 1],
});

/**
 * Sources at the interface (uniform surface flux): of each voxel the area of its faces that touch
 * what does not conduct. Sides of the volume are no interface. FIRST 1 writes them to v, and leaves
 * of each workgroup their sum; FIRST 0 leaves the sum of sources · v.
 */
export const transportSources = /* @__PURE__ */ kernel({
  name: 'transport_sources',
  wgsl: transportSourcesWgsl,
  modules: { grid: gridWgsl, red_black: redBlackWgsl, workgroup_sum: workgroupSumWgsl },
  buffers: { links: 'read', v: 'read_write', partials: 'write' },
  params: { size: 'vec3u', areas: 'vec3f', wrap: 'vec3u' },
  constants: ['FIRST'],
  workgroup: [256, 1, 1],
});

/**
 * Initial guess of the solve: a potential that falls evenly from 1 to 0 along the axis, where there
 * is conductance, and its residual.
 */
export const transportStart = /* @__PURE__ */ kernel({
  name: 'transport_start',
  wgsl: transportStartWgsl,
  modules: { conductances: conductancesWgsl, grid: gridWgsl, red_black: redBlackWgsl },
  buffers: { links: 'read', coefficients: 'read', x: 'write', r: 'write' },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
  },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});

/**
 * Conjugate gradients: moves the residual along the search direction, r −= α A p, and sweeps the
 * red voxels of z from zero (the first half of the preconditioner's smoothing). z holds A p before:
 * of the red voxels it is overwritten here, of the black ones by the sweep that follows.
 */
export const transportStep = /* @__PURE__ */ kernel({
  name: 'transport_step',
  wgsl: transportStepWgsl,
  modules: { conductances: conductancesWgsl, grid: gridWgsl, red_black: redBlackWgsl },
  buffers: {
    links: 'read',
    coefficients: 'read',
    scalars: 'read',
    r: 'read_write',
    z: 'read_write',
  },
  params: {
    size: 'vec3u',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
    unused_too: 'u32',
  },
  constants: ['FORM'],
  workgroup: [256, 1, 1],
});
