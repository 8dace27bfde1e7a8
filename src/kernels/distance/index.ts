// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import eightLinesWgsl from '../shared/eight_lines.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import squaredDistanceWgsl from '../shared/squared_distance.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import distanceEdgesWgsl from './distance_edges.wgsl?raw';
import distancePlanesWgsl from './distance_planes.wgsl?raw';
import distancePlanesQuadsWgsl from './distance_planes_quads.wgsl?raw';
import distanceRowsWgsl from './distance_rows.wgsl?raw';
import distanceValuesWgsl from './distance_values.wgsl?raw';
import distanceVolumeWgsl from './distance_volume.wgsl?raw';
import distanceVolumeQuadsWgsl from './distance_volume_quads.wgsl?raw';

/**
 * Prepares the distance transform of labels or phases: bits of the voxels whose value is that of
 * their left neighbour.
 */
export const distanceEdges = /* @__PURE__ */ kernel({
  name: 'distance_edges',
  wgsl: distanceEdgesWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', outside: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [8, 8, 1],
});

/**
 * Euclidean distance transform, second pass (Saito and Toriwaki): from distances along rows (u8 or
 * u16) to squared distances within planes (u16, u32 or bits of f32), `none` at most.
 */
export const distancePlanes = /* @__PURE__ */ kernel({
  name: 'distance_planes',
  wgsl: distancePlanesWgsl,
  modules: { grid: gridWgsl, squared_distance: squaredDistanceWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    row_weight: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
  },
  constants: ['FLOAT', 'SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [16, 4, 1],
});

/**
 * Euclidean distance transform, second pass (Saito and Toriwaki), for rows of whole quads: from
 * distances along rows (u8) to squared distances within planes (u16), `none` at most.
 */
export const distancePlanesQuads = /* @__PURE__ */ kernel({
  name: 'distance_planes_quads',
  wgsl: distancePlanesQuadsWgsl,
  modules: { eight_lines: eightLinesWgsl, grid: gridWgsl, squared_distance: squaredDistanceWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    row_weight: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
  },
  constants: ['UNIT_WEIGHTS'],
  workgroup: [16, 4, 1],
});

/**
 * Euclidean distance transform, first pass: from a mask (or, with EDGES, the bits of
 * `distance_edges`) to distances along x, in voxels, to the nearest background of the row, as u8 or
 * u16; their largest value says "none, or as far as that". `found[0]` becomes 1 where there is any
 * background.
 */
export const distanceRows = /* @__PURE__ */ kernel({
  name: 'distance_rows',
  wgsl: distanceRowsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write', found: 'read_write' },
  params: { src: 'Grid', dst: 'Grid', outside: 'u32' },
  constants: ['DST_DTYPE', 'EDGES'],
  workgroup: [8, 8, 1],
});

/**
 * Euclidean distance transform of labels or phases, second and third pass: distances to the nearest
 * voxel of another value, along y (AXIS 1: from u16 distances along rows to squares) or along z
 * (AXIS 2: from squares to what RESULT says).
 */
export const distanceValues = /* @__PURE__ */ kernel({
  name: 'distance_values',
  wgsl: distanceValuesWgsl,
  modules: { grid: gridWgsl, squared_distance: squaredDistanceWgsl, voxel: voxelWgsl },
  buffers: { values: 'read', src: 'read', dst: 'write' },
  params: {
    values: 'Grid',
    src: 'Grid',
    dst: 'Grid',
    row_weight: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
    scale: 'f32',
  },
  constants: ['FLOAT', 'VALUES_DTYPE', 'AXIS', 'RESULT', 'ZERO_IS_BACKGROUND', 'TO_FACES'],
  workgroup: [16, 4, 1],
});

/**
 * Euclidean distance transform, third pass (Saito and Toriwaki): from squared distances within
 * planes to distances (f32), squared distances (f32) or the words of squared distances, of the
 * slices of dst, which begin `lead` slices behind those of src. `found[1]` becomes 1 where one is
 * `none` or more.
 */
export const distanceVolume = /* @__PURE__ */ kernel({
  name: 'distance_volume',
  wgsl: distanceVolumeWgsl,
  modules: { grid: gridWgsl, squared_distance: squaredDistanceWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write', found: 'read_write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    lead: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
    scale: 'f32',
  },
  constants: ['FLOAT', 'SRC_DTYPE', 'RESULT'],
  workgroup: [16, 4, 1],
});

/**
 * Euclidean distance transform, third pass (Saito and Toriwaki), for rows of whole quads: from
 * squared distances within planes to distances (f32), squared distances (f32) or the words of
 * squared distances, of the slices of dst, which begin `lead` slices behind those of src.
 * `found[1]` becomes 1 where one is `none` or more.
 */
export const distanceVolumeQuads = /* @__PURE__ */ kernel({
  name: 'distance_volume_quads',
  wgsl: distanceVolumeQuadsWgsl,
  modules: { eight_lines: eightLinesWgsl, grid: gridWgsl, squared_distance: squaredDistanceWgsl },
  buffers: { src: 'read', dst: 'write', found: 'read_write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    lead: 'u32',
    weight: 'u32',
    outside: 'u32',
    none: 'u32',
    scale: 'f32',
  },
  constants: ['RESULT', 'UNIT_WEIGHTS'],
  workgroup: [16, 4, 1],
});
