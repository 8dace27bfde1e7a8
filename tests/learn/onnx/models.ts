// Tiny networks that tests run, and what they give, as plain loops.
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { writeModel, type ModelNode, type ModelParts, type ModelTensor } from './write_model.js';

/** Axes of what networks of volumes and of slices take: any number of voxels. */
const VOLUME = [1, 1, 'd', 'h', 'w'];
const SLICE = [1, 1, 'h', 'w'];

interface Parts {
  readonly nodes: readonly ModelNode[];
  readonly weights?: readonly ModelTensor[];
  readonly input?: readonly (number | string)[];
  readonly output?: readonly (number | string)[];
  readonly type?: number;
}

/** A model that takes `x` and gives `y`. */
function modelOf({ nodes, weights = [], input = VOLUME, output = input, type = 1 }: Parts) {
  const parts: ModelParts = {
    ...{ nodes, weights },
    inputs: [{ name: 'x', shape: input, type }],
    outputs: [{ name: 'y', shape: output, type }],
  };
  return writeModel(parts);
}

const wave = (n: number): number[] => Array.from({ length: n }, (_, i) => Math.sin(i + 1) / 8);
const KERNEL = wave(27);
const FLAT_KERNEL = wave(9);

/** Gives what it takes. */
export const identity = modelOf({ nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }] });

/** The same in f16. */
export const halfIdentity = modelOf({
  nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['y'] }],
  type: 10,
});

/** Gives one channel more than its file says, which is nothing. */
export const unsaid = modelOf({
  nodes: [{ op: 'Concat', inputs: ['x', 'x'], outputs: ['y'], attributes: { axis: 1 } }],
  output: [1, 'c', 'd', 'h', 'w'],
});

/** A convolution of 3³ voxels: a receptive field of 3 voxels. */
export const convolution = modelOf({
  nodes: [
    {
      ...{ op: 'Conv', inputs: ['x', 'w'], outputs: ['y'] },
      attributes: { kernel_shape: [3, 3, 3], pads: [1, 1, 1, 1, 1, 1] },
    },
  ],
  weights: [{ name: 'w', dims: [1, 1, 3, 3, 3], floats: KERNEL }],
});

/** A convolution of 3² pixels. */
export const flatConvolution = modelOf({
  nodes: [
    {
      ...{ op: 'Conv', inputs: ['x', 'w'], outputs: ['y'] },
      attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
    },
  ],
  weights: [{ name: 'w', dims: [1, 1, 3, 3], floats: FLAT_KERNEL }],
  input: SLICE,
});

/** Two channels: a tenth of 100 less the value, and the opposite. */
export const threshold = modelOf({
  nodes: [
    {
      ...{ op: 'Conv', inputs: ['x', 'w', 'b'], outputs: ['y'] },
      attributes: { kernel_shape: [1, 1, 1] },
    },
  ],
  weights: [
    { name: 'w', dims: [2, 1, 1, 1, 1], floats: [-0.1, 0.1] },
    { name: 'b', dims: [2], floats: [10, -10] },
  ],
  output: [1, 2, 'd', 'h', 'w'],
});

/** Three channels, of which the second is twice the first input, less the second input. */
export const twoChannels = modelOf({
  nodes: [
    {
      ...{ op: 'Conv', inputs: ['x', 'w'], outputs: ['y'] },
      attributes: { kernel_shape: [1, 1, 1] },
    },
  ],
  weights: [{ name: 'w', dims: [3, 2, 1, 1, 1], floats: [1, 0, 2, -1, 0, 1] }],
  input: [1, 2, 'd', 'h', 'w'],
  output: [1, 3, 'd', 'h', 'w'],
});

/** The greatest of blocks of 2³, repeated, less its mean over its deviation; and its negative. */
export const layers = modelOf({
  nodes: [
    {
      ...{ op: 'MaxPool', inputs: ['x'], outputs: ['blocks'] },
      attributes: { kernel_shape: [2, 2, 2], strides: [2, 2, 2] },
    },
    {
      ...{ op: 'Resize', inputs: ['blocks', '', 'factors'], outputs: ['large'] },
      attributes: {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      },
    },
    {
      ...{ op: 'InstanceNormalization', inputs: ['large', 'one', 'zero'], outputs: ['normal'] },
      attributes: { epsilon: { float: 1e-5 } },
    },
    { op: 'Neg', inputs: ['normal'], outputs: ['negative'] },
    { op: 'Concat', inputs: ['normal', 'negative'], outputs: ['y'], attributes: { axis: 1 } },
  ],
  weights: [
    { name: 'factors', dims: [5], floats: [1, 1, 2, 2, 2] },
    { name: 'one', dims: [1], floats: [1] },
    { name: 'zero', dims: [1], floats: [0] },
  ],
  output: [1, 2, 'd', 'h', 'w'],
});

/** A layer that onnxruntime-web does not compute on WebGPU in three dimensions. */
export const transposed = modelOf({
  nodes: [
    {
      ...{ op: 'ConvTranspose', name: 'decoder.up', inputs: ['x', 'w'], outputs: ['y'] },
      attributes: { kernel_shape: [1, 1, 1] },
    },
  ],
  weights: [{ name: 'w', dims: [1, 1, 1, 1, 1], floats: [1] }],
});

/** Takes 8³ voxels and no others. */
export const fixed = modelOf({
  nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
  input: [1, 1, 8, 8, 8],
});

/** Gives what it takes where that is above 0. */
export const rectified = modelOf({
  nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }],
});

/** Gives half the size of what it takes. */
export const smaller = modelOf({
  nodes: [
    {
      ...{ op: 'MaxPool', inputs: ['x'], outputs: ['y'] },
      attributes: { kernel_shape: [2, 2, 2], strides: [2, 2, 2] },
    },
  ],
  output: [1, 1, 'a', 'b', 'c'],
});

/** Divides by what it takes. */
export const reciprocal = modelOf({
  nodes: [{ op: 'Reciprocal', inputs: ['x'], outputs: ['y'] }],
});

const mirrored = (i: number, n: number): number => (i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i);

/** What {@link convolution} gives, beyond the volume its mirror image; or, of slices, the other. */
export function convolved(data: ArrayLike<number>, [nx, ny, nz]: Vec3, flat = false): number[] {
  const kernel = flat ? FLAT_KERNEL : KERNEL;
  return Array.from(data, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    return kernel.reduce((sum, weight, k) => {
      const [dx, dy] = [(k % 3) - 1, (Math.floor(k / 3) % 3) - 1];
      const dz = flat ? 0 : Math.floor(k / 9) - 1;
      const row = mirrored(y + dy, ny) + ny * mirrored(z + dz, nz);
      return sum + weight * data[mirrored(x + dx, nx) + nx * row]!;
    }, 0);
  });
}

/** The softmax of what {@link layers} gives for one tile, of the second class. */
export function layered(data: ArrayLike<number>, [nx, ny, nz]: Vec3): number[] {
  const large = Array.from(data, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const block = Array.from({ length: 8 }, (__, k) => {
      const [bx, by] = [(x & ~1) + (k & 1), (y & ~1) + ((k >> 1) & 1)];
      return data[bx + nx * (by + ny * ((z & ~1) + (k >> 2)))]!;
    });
    return Math.max(...block);
  });
  const n = nx * ny * nz;
  const mean = large.reduce((sum, value) => sum + value, 0) / n;
  const variance = large.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  return large.map((value) => {
    const normal = (value - mean) / Math.sqrt(variance + 1e-5);
    return 1 / (1 + Math.exp(2 * normal));
  });
}
