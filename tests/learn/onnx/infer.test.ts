import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../../src/engine/engine.js';
import { EngineLab } from '../../../src/engine/engine_lab.js';
import { openEngine } from '../../../src/engine/index.js';
import type { Lab } from '../../../src/index.js';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { Random } from '../../../src/synthetic/random.js';
import {
  convolution,
  convolved,
  flatConvolution,
  halfIdentity,
  identity,
  layered,
  layers,
  twoChannels,
} from './models.js';

const { Worker: workers } = globalThis;
let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

const SIZE: Vec3 = [21, 18, 13];

function noise(size: Vec3, seed = 1): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  return new Float32Array(size[0] * size[1] * size[2]).map(() => random.normal());
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** Sums of 27 products of some tenths in f32, in whatever order, and two blends. */
const ROUNDING = 2e-6;

test('a convolution is what a plain loop gives, whatever the tiles are', async () => {
  const data = noise(SIZE);
  const scan = await lab.open({ data, size: SIZE });
  const network = await lab.neuralNetwork(convolution, { classes: ['y'] });
  const wanted = convolved(data, SIZE);
  const tilings = [
    { tile: 12, overlap: 3 },
    { tile: [32, 14, 10], overlap: 3, window: 'hann' },
  ] as const;
  for (const tiling of tilings) {
    const { data: found } = await scan.inferValue(network, 'y', tiling).read();
    expect(furthest(found, wanted)).toBeLessThan(ROUNDING);
  }
  // With less overlap than the network sees, the faces of tiles show.
  const { data: cut } = await scan.inferValue(network, 'y', { tile: 12, overlap: 0 }).read();
  expect(furthest(cut, wanted)).toBeGreaterThan(0.1);
});

test('a network of images is run slice by slice', async () => {
  const size: Vec3 = [20, 17, 3];
  const data = noise(size);
  const scan = await lab.open({ data, size });
  const network = await lab.neuralNetwork(flatConvolution, { classes: ['y'] });
  expect(network.facts).toMatchObject({ dimensions: 2, tile: [0, 0, 1] });
  const { data: found } = await scan.inferValue(network, 'y', { tile: 16, overlap: 4 }).read();
  expect(furthest(found, convolved(data, size, true))).toBeLessThan(ROUNDING);
});

test('pooling, resizing, normalising and softmax are what plain loops give', async () => {
  const size: Vec3 = [16, 12, 8];
  const data = noise(size);
  const scan = await lab.open({ data, size });
  const network = await lab.neuralNetwork(layers, {
    classes: ['high', 'low'],
    activation: 'softmax',
  });
  const one = { tile: size, overlap: 0 };
  const wanted = layered(data, size);
  const { data: found } = await scan.inferValue(network, 'low', one).read();
  expect(furthest(found, wanted)).toBeLessThan(1e-5);
  const phases = scan.infer(network, one);
  expect(phases.codes).toEqual({ high: 0, low: 1 });
  const { data: classes } = await phases.read();
  const clear = wanted.map((p, i) => (Math.abs(p - 0.5) < 1e-4 ? -1 : i)).filter((i) => i >= 0);
  expect(clear.every((i) => classes[i] === (wanted[i]! > 0.5 ? 1 : 0))).toBe(true);
  expect(clear.length).toBeGreaterThan(0.99 * data.length);
});

test('in bricks and of a slice it gives the same, bit for bit', async () => {
  const data = noise(SIZE);
  const scan = await lab.open({ data, size: SIZE });
  const network = await lab.neuralNetwork(convolution, { classes: ['y'] });
  const tiling = { tile: 9, overlap: 2 };
  const whole = await scan.inferValue(network, 'y', tiling).read();
  const { data: slice } = await scan.inferValue(network, 'y', tiling).slice({ index: 9 });
  const plane = SIZE[0] * SIZE[1];
  expect(slice).toEqual(whole.data.slice(9 * plane, 10 * plane));
  const bricked = new EngineLab(await Engine.open({ brick: [32, 7, 5] }));
  const other = await bricked.neuralNetwork(convolution, { classes: ['y'] });
  const parts = await (
    await bricked.open({ data, size: SIZE })
  )
    .inferValue(other, 'y', tiling)
    .read();
  expect(parts.data).toEqual(whole.data);
  await bricked.dispose();
});

test('intensities become what the network was trained on', async () => {
  const size: Vec3 = [12, 8, 6];
  const data = Uint16Array.from(noise(size), (value) => 1000 + 100 * value);
  const scan = await lab.open({ data, size });
  const { mean, std } = await scan.moments();
  const [low, high] = [900, 1100];
  const cases = [
    { normalise: 'none', wanted: (v: number) => v },
    { normalise: 'moments', wanted: (v: number) => (v - mean) / std },
    { normalise: { mean: low, sigma: high - low }, wanted: (v: number) => (v - low) / 200 },
  ] as const;
  for (const { normalise, wanted } of cases) {
    const network = await lab.neuralNetwork(identity, { classes: ['y'], normalise });
    const { data: found } = await scan.inferValue(network, 'y', { tile: 8, overlap: 2 }).read();
    const expected = Array.from(data, wanted);
    const greatest = Math.max(...expected.map(Math.abs));
    expect(furthest(found, expected) / greatest).toBeLessThan(1e-6);
  }
  const clipped = await lab.neuralNetwork(identity, {
    classes: ['y'],
    normalise: { percentiles: [10, 90] },
  });
  const { data: found } = await scan.inferValue(clipped, 'y').read();
  const { data: rescaled } = await scan.rescale({ percentiles: [10, 90] }).read();
  expect(furthest(found, rescaled)).toBeLessThan(1e-6);
});

test('one channel for two classes is that of the second, by the logistic function', async () => {
  const size: Vec3 = [10, 8, 6];
  const data = noise(size);
  const scan = await lab.open({ data, size });
  const network = await lab.neuralNetwork(identity, {
    classes: ['pore', 'solid'],
    activation: 'sigmoid',
  });
  const { data: pore } = await scan.inferValue(network, 'pore').read();
  const logistic = Array.from(data, (v) => 1 / (1 + Math.exp(-v)));
  const rest = logistic.map((p) => 1 - p);
  expect(furthest(pore, rest)).toBeLessThan(1e-6);
  expect(await scan.infer(network).phase('solid').count()).toBe(data.filter((v) => v > 0).length);
});

test('channels go to the network in their order', async () => {
  const size: Vec3 = [10, 8, 6];
  const [a, b] = [noise(size, 1), noise(size, 2)];
  const [scan, other] = [await lab.open({ data: a, size }), await lab.open({ data: b, size })];
  const network = await lab.neuralNetwork(twoChannels, { classes: ['a', 'twice', 'b'] });
  const { data } = await scan.inferValue(network, 'twice', { channels: [other] }).read();
  const wanted = Array.from(a, (value, i) => 2 * value - b[i]!);
  expect(furthest(data, wanted)).toBeLessThan(1e-6);
});

test('a network of f16 is run where the GPU has it', async ({ skip }) => {
  if (!lab.info.features.includes('shader-f16')) skip();
  const size: Vec3 = [10, 8, 6];
  const data = noise(size);
  const scan = await lab.open({ data, size });
  const network = await lab.neuralNetwork(halfIdentity, { classes: ['y'] });
  const { data: found } = await scan.inferValue(network, 'y', { tile: 8, overlap: 2 }).read();
  // f16 has 11 bits.
  const wanted = Array.from(data, (value) => -value);
  expect(furthest(found, wanted)).toBeLessThan(4 * 2 ** -11);
  expect(furthest(found, wanted)).toBeGreaterThan(0);
});

test('the workers of the runtime stay, so that labs still open after a network has run', async () => {
  const scan = await lab.open({ data: noise(SIZE), size: SIZE });
  const network = await lab.neuralNetwork(identity, { classes: ['y'] });
  await scan.inferValue(network, 'y', { tile: 16 }).read();
  expect(globalThis.Worker).toBe(workers);
});
