import { kernel } from '../gpu/index.js';
import { measureWgsl } from './shared/measured_objects.js';
import wgsl from './measure_labels.wgsl?raw';

/** Voxels of the block that one workgroup of {@link measureLabels} owns. */
export const MEASURE_BLOCK = [32, 32, 32] as const;

/**
 * Columns of the table, each of `ids` words, that the kernel adds to, from zero: 0 count; 1 Σ x, 3 Σ y,
 * 5 Σ z (low word, high word); 7 … 9 complements of the least indices; 10 … 12 greatest indices;
 * 13 bits of the greatest distance; 14 finite intensities (f32 alone: of integers, all are); 15 their sum and 17
 * that of squares in fixed point (low, high); 19 complement of the least key; 20 greatest key; 21 sum of the bits that squares
 * leave away (low, high).
 */
export const MEASURE_COLUMNS = { plain: 13, distance: 14, intensity: 23 } as const;

/**
 * Gathers count, position, extent, greatest distance and intensity of every object of a box. With `WIDE` = 1,
 * which needs rows of a multiple of eight voxels, it reads the same buffers by their second bindings.
 */
export const measureLabels = kernel({
  name: 'measure_labels',
  wgsl,
  modules: measureWgsl,
  buffers: {
    labels: 'read',
    intensity: 'read',
    distance: 'read',
    label_quads: 'read',
    intensity_quads: 'read',
    distance_quads: 'read',
    table: 'read_write',
  },
  params: {
    task: 'Grid',
    labels: 'Grid',
    intensity: 'Grid',
    distance: 'Grid',
    ids: 'u32',
    base: 'u32',
    shift: 'u32',
    exponent: 'u32',
    most: 'u32',
    square_shift: 'u32',
  },
  constants: ['INTENSITY_DTYPE', 'HAS_INTENSITY', 'HAS_DISTANCE', 'WIDE', 'REMAINDERS'],
  workgroup: [64, 1, 1],
});
