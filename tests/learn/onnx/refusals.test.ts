import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openEngine } from '../../../src/engine/index.js';
import {
  bundle,
  VoxmetryError,
  type Lab,
  type NeuralNetwork,
  type Phases,
  type Volume,
} from '../../../src/index.js';
import { fieldsOf, integersOf } from '../../../src/learn/neural/protobuf.js';
import { modelBytes } from '../../../src/learn/neural/models.gpu.js';
import { memoryOf } from '../../../src/learn/neural/model_memory.js';
import { readModel } from '../../../src/learn/neural/read_model.js';
import { inferClasses, inferValues } from '../../../src/learn/neural/infer.js';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { testNonFinite } from '../../ops/non_finite.js';
import {
  convolution,
  fixed,
  identity,
  layers,
  reciprocal,
  rectified,
  smaller,
  threshold,
  transposed,
  twoChannels,
  unsaid,
} from './models.js';
import { writeModel } from './write_model.js';

let lab: Lab;
const SIZE: Vec3 = [8, 8, 8];
const TILES = { tile: 8, overlap: 0 };
let scan: Volume;
beforeAll(async () => {
  lab = await openEngine();
  scan = await lab.open({ data: new Uint8Array(512).map((_, i) => i % 7), size: SIZE });
});
afterAll(async () => {
  await lab.dispose();
});

async function refusal(work: () => unknown): Promise<VoxmetryError> {
  const error: unknown = await (async () => work())().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof VoxmetryError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

test('what is no model, or none of segmentation, is refused when it is opened', async () => {
  const classes = ['a', 'b'];
  const open = (bytes: Uint8Array, names: readonly string[] = classes) =>
    refusal(() => lab.neuralNetwork(bytes, { classes: names }));
  expect((await open(new Uint8Array())).code).toBe('corrupt-file');
  expect((await open(new TextEncoder().encode('<html></html>'))).code).toBe('corrupt-file');
  expect((await open(layers.slice(0, 200))).code).toBe('corrupt-file');
  expect((await open(identity, ['a', 'b', 'c'])).message).toMatch(/gives 1 channels/);
  expect((await open(layers, ['a'])).message).toMatch(/gives 2 channels/);
  expect((await open(layers, ['a', 'a'])).details).toMatchObject({ parameter: 'classes' });
  const two = writeModel({
    nodes: [{ op: 'Add', inputs: ['x', 'z'], outputs: ['y'] }],
    inputs: ['x', 'z'].map((name) => ({ name, shape: [1, 1, 8, 8, 8] })),
    outputs: [{ name: 'y', shape: [1, 1, 8, 8, 8] }],
  });
  expect((await open(two)).message).toMatch(/takes 2 tensors \(x, z\)/);
  const parts = { nodes: [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }] };
  const valued = (shape: readonly number[], type = 1) => ({
    ...parts,
    inputs: [{ name: 'x', shape, type }],
    outputs: [{ name: 'y', shape, type }],
  });
  expect((await open(writeModel(valued([1, 8])))).message).toMatch(/tensor of 2 axes/);
  expect((await open(writeModel(valued([2, 1, 8, 8])))).message).toMatch(/2 images at once/);
  expect((await open(writeModel(valued([1, 9, 8, 8])))).message).toMatch(/9 channels/);
  expect((await open(writeModel(valued([1, 1, 8, 8], 2)))).message).toMatch(/type 2/);
  const said = (options: object) =>
    refusal(() => lab.neuralNetwork(identity, { classes, ...options }));
  expect((await said({ activation: 'softmax' })).message).toMatch(/'sigmoid' or 'none'/);
  expect((await said({ activation: 'relu' })).code).toBe('invalid-argument');
  for (const normalise of ['mean', { mean: 1 }, { mean: 1, sigma: 0 }, { percentiles: [9, 1] }])
    expect((await said({ normalise })).details).toMatchObject({ parameter: 'normalise' });
  expect((await refusal(() => lab.neuralNetwork('a.onnx' as never, { classes }))).message).toMatch(
    /a File, a Blob, or the bytes/,
  );
});

test('what does not fit the network is refused at the call', async () => {
  const network = await lab.neuralNetwork(twoChannels, { classes: ['a', 'b', 'c'] });
  const call = (options: object, on = network) => refusal(() => scan.infer(on, options));
  expect((await call({})).message).toMatch(/channels is '1 with the volume itself'; allowed: 2/);
  const other = await lab.open({ data: new Uint8Array(64), size: [4, 4, 4] });
  expect((await call({ channels: other })).message).toMatch(/of size 4×4×4/);
  const one = await lab.neuralNetwork(identity, { classes: ['a', 'b'] });
  expect((await call({ tile: 12, overlap: 5 }, one)).message).toMatch(/overlap of 4/);
  expect((await call({ tile: 0 }, one)).details).toMatchObject({ parameter: 'tile' });
  const own = await lab.neuralNetwork(fixed, { classes: ['a', 'b'] });
  expect((await call({ tile: 16 }, own)).message).toMatch(/8×8×8, the size of the network/);
  const value = await lab.neuralNetwork(identity, { classes: ['a'] });
  expect((await call({}, value)).message).toMatch(/inferValue/);
  expect((await refusal(() => scan.inferValue(one, 'c' as never))).message).toMatch(/a, b/);
});

test('a layer that is not computed is named, with what to export in its place', async () => {
  const network = await lab.neuralNetwork(transposed, { classes: ['y'] });
  const error = await refusal(() => scan.inferValue(network, 'y', { tile: 8 }).read().run());
  expect(error.code).toBe('unsupported-format');
  expect(error.message).toMatch(/'decoder.up' \(ConvTranspose\).*Resize .*and Conv/);
  expect(error.details).toMatchObject({ node: 'decoder.up', type: 'ConvTranspose' });
});

test('values that are not finite, and images of another kind, are refused', async () => {
  const data = new Float32Array(512).fill(1);
  data[100] = NaN;
  const odd = await lab.open({ data, size: SIZE });
  const network = await lab.neuralNetwork(identity, { classes: ['y'] });
  const read = (on: Volume, with_ = network) =>
    refusal(() => on.inferValue(with_, 'y', { tile: 8, overlap: 0 }).read().run());
  expect((await read(odd)).message).toMatch(/NaN or infinite, in a tile that is needed/);
  const inverse = await lab.neuralNetwork(reciprocal, { classes: ['y'] });
  expect((await read(scan, inverse)).message).toMatch(/gives values that are NaN or infinite/);
  const half = await lab.neuralNetwork(smaller, { classes: ['y'] });
  expect((await read(scan, half)).message).toMatch(/gives 1×1×4×4×4 for a tile of 8×8×8/);
  const more = await lab.neuralNetwork(unsaid, { classes: ['y'] });
  expect((await read(scan, more)).message).toMatch(/2 names, since the network gives 2 channels/);
});

test('a tile that does not fit the memory is refused, a smaller one is not', async () => {
  const small = await openEngine({ memoryBudget: 2 ** 21 });
  const network = await small.neuralNetwork(convolution, { classes: ['y'] });
  const volume = await small.open({ data: new Uint8Array(512), size: SIZE });
  const value = (tile: number) => volume.inferValue(network, 'y', { tile }).read().run();
  const error = await refusal(() => value(96));
  expect(error.code).toBe('limit');
  expect(error.details['needed']).toBeGreaterThan(4 * 2 * 96 ** 3);
  expect((await value(16)).data).toHaveLength(512);
  await small.dispose();
});

test('recipes hold the hash, and run where the lab has the model', async () => {
  const network = await lab.neuralNetwork(rectified, { classes: ['a', 'b'] });
  const recipe = bundle({ b: scan.infer(network, TILES).phase('b').count() });
  const stored = JSON.stringify(recipe);
  expect(stored).toContain(network.facts.hash);
  expect(network.facts.hash).toMatch(/^[0-9a-f]{32}$/);
  const other = await openEngine();
  const [input = ''] = recipe.inputs;
  const volume = await other.open({ data: new Uint8Array(512).fill(9), size: SIZE });
  network.close();
  await vi.waitFor(() => {
    expect(() => modelBytes(network.facts.hash)).toThrow(VoxmetryError);
  });
  const again = JSON.parse(stored) as typeof recipe;
  const run = () => other.replay(again, { [input]: volume });
  expect((await refusal(run)).message).toMatch(/this lab has not.*lab.neuralNetwork\(file/);
  await other.neuralNetwork(rectified, { classes: ['a', 'b'] });
  expect(await run()).toMatchObject({ b: 512 });
  await other.dispose();
});

test('a run is cancelled between tiles', async () => {
  const network = await lab.neuralNetwork(convolution, { classes: ['y'] });
  const volume = await lab.open({ data: new Uint8Array(40 ** 3), size: [40, 40, 40] });
  const query = volume.inferValue(network, 'y', { tile: 8, overlap: 2 }).read();
  const controller = new AbortController();
  const fractions: number[] = [];
  const running = query.run({
    signal: controller.signal,
    onProgress: (fraction) => {
      fractions.push(fraction);
      if (fractions.length > 2) controller.abort();
    },
  });
  expect((await refusal(() => running)).code).toBe('cancelled');
  expect(fractions.at(-1)).toBeLessThan(1);
});

test('the memory of a network is that of its layers at once', () => {
  const { weights, perVoxel } = memoryOf(readModel(layers));
  expect(weights).toBe(4 * 7);
  // The normal one, its negative, and the two of them together.
  expect(perVoxel).toBe(4 * 4);
});

test('messages that are cut off or wrong are no messages', () => {
  expect(fieldsOf(Uint8Array.of(8, 150, 1))).toMatchObject([{ number: 1, integer: 150 }]);
  for (const bytes of [[8], [8, 128], [18, 5, 1], [0, 1], [11, 1], [13, 1, 2]])
    expect(fieldsOf(Uint8Array.from(bytes))).toBeUndefined();
  const [packed] = fieldsOf(Uint8Array.of(34, 6, 3, 142, 2, 158, 167, 5))!;
  expect(integersOf(packed!)).toEqual([3, 270, 86942]);
});

/**
 * A tile with a voxel that is not finite is refused; of a region, only the tiles that it needs
 * count.
 */
function refused(
  make: (volume: Volume, network: NeuralNetwork, tiles: typeof TILES) => Phases | Volume,
) {
  return async (): Promise<void> => {
    const network = await lab.neuralNetwork(threshold, { classes: ['a', 'b'] });
    for (const odd of [NaN, Infinity, -Infinity]) {
      const data = new Float32Array(64 * 16).fill(1);
      data[3] = odd;
      const volume = await lab.open({ data, size: [8, 8, 16] });
      const grid = make(volume, network, TILES);
      expect((await refusal(() => grid.read().run())).message).toMatch(/NaN or infinite/);
      const away = { origin: [0, 0, 8], size: [8, 8, 8] } as const;
      expect((await grid.read({ region: away })).data).toHaveLength(512);
    }
  };
}

testNonFinite(
  inferClasses,
  refused((volume, network, tiles) => volume.infer(network, tiles)),
);
testNonFinite(
  inferValues,
  refused((volume, network, tiles) => volume.inferValue(network, 'a', tiles)),
);
