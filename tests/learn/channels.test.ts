import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Volume } from '../../src/index.js';
import { Random } from '../../src/synthetic/random.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

const SIZE = [40, 20, 9] as const;
const GRID = { spacing: [0.5, 0.5, 0.5], unit: 'µm' } as const;

/** A channel of noise, brighter where `isBright`. */
async function channel(on: Lab, seed: number, isBright: (x: number, y: number) => boolean) {
  const random = new Random(seed);
  const data = new Uint16Array(SIZE[0] * SIZE[1] * SIZE[2]).map((_, i) => {
    const [x, y] = [i % SIZE[0], Math.floor(i / SIZE[0]) % SIZE[1]];
    return 1000 + Math.round(100 * random.normal()) + (isBright(x, y) ? 800 : 0);
  });
  return on.open({ data, size: SIZE }, GRID);
}

/** Four quarters, of which each channel shows one boundary alone. */
async function quarters(on: Lab) {
  const [a, b] = [await channel(on, 1, (x) => x >= 20), await channel(on, 2, (_, y) => y >= 10)];
  const code = (x: number, y: number): number => (x >= 20 ? 1 : 0) + (y >= 10 ? 2 : 0);
  const data = new Uint8Array(SIZE[0] * SIZE[1] * SIZE[2]).map((_, i) => {
    const [x, y, z] = [i % SIZE[0], Math.floor(i / SIZE[0]) % SIZE[1], Math.floor(i / 800)];
    return z === 4 && x % 20 > 4 && x % 20 < 15 && y % 10 > 1 && y % 10 < 8 ? 1 + code(x, y) : 0;
  });
  const marks = await on.open({ data, size: SIZE }, GRID);
  const strokes = marks.toPhases({ none: 0, q0: 1, q1: 2, q2: 3, q3: 4 });
  return { a, b, strokes, code };
}

const small = { features: ['intensity', 'gaussian'], scales: [0.5], trees: 10 };

test('what one channel cannot tell, two can; in bricks alike, bit for bit', async () => {
  const bricked = new EngineLab(await Engine.open({ brick: [32, 7, 5] }));
  const of = async (on: Lab) => {
    const { a, b, strokes, code } = await quarters(on);
    const classifier = a.train({ strokes, channels: [b], ...small });
    const { data } = await a.classify(classifier, { channels: [b] }).read();
    const wrong = data.filter((c, i) => c !== code(i % 40, Math.floor(i / 40) % 20)).length;
    const p = a.probability(classifier, 'q3', { channels: b });
    return { data, p: (await p.read()).data, wrong: wrong / data.length, classifier };
  };
  const [whole, parts] = [await of(lab), await of(bricked)];
  expect(whole.wrong).toBeLessThan(0.08);
  expect(parts.data).toEqual(whole.data);
  expect(parts.p).toEqual(whole.p);
  expect(whole.classifier.features).toEqual([
    { name: 'intensity' },
    { name: 'gaussian', sigma: 0.5 },
    { name: 'intensity', channel: 1 },
    { name: 'gaussian', sigma: 0.5, channel: 1 },
  ]);
  const { features } = await whole.classifier.importance();
  expect(features.map(({ name }) => name)).toContain('channel 1: gaussian 0.5 µm');
  const stored = lab.classifier(JSON.parse(JSON.stringify(await whole.classifier.json())));
  const { a, b } = await quarters(lab);
  expect((await a.classify(stored, { channels: [b] }).read()).data).toEqual(whole.data);
  await bricked.dispose();
});

test('a second channel that is the first says the same twice', async () => {
  const { a, strokes } = await quarters(lab);
  const classifier = a.train({ strokes, channels: [a, a], ...small });
  const { features } = await classifier.importance();
  expect(features).toHaveLength(6);
  await a.classify(classifier, { channels: [a, a] }).slice({ axis: 'z', index: 3 });
});

test('channels that do not fit are refused', async () => {
  const { a, b, strokes } = await quarters(lab);
  const classifier = a.train({ strokes, channels: [b], ...small });
  expect(() => a.classify(classifier)).toThrow(/1 of them/);
  expect(() => a.classify(classifier, { channels: [b, b] })).toThrow(/1 of them/);
  const other: Volume = await lab.open(
    { data: new Uint8Array(8), size: [2, 2, 2] },
    { spacing: [1, 1, 1], unit: 'µm' },
  );
  expect(() => a.train({ strokes, channels: [other], ...small })).toThrow(/same voxels/);
  expect(() => a.train({ strokes, channels: Array<Volume>(8).fill(b) })).toThrow(/at most 7/);
  expect(() => a.train({ strokes, channels: [b], features: ['position'] })).toThrow(/as well/);
});
