import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';

const FOLDER = new URL('../../../shared/data/training/two-images/', import.meta.url);
const isThere = existsSync(FOLDER);
if (!isThere) console.warn('skipped: no labelled images at ../shared/data/training/two-images');

const SEEDS = [1];
/** How labels and truth mark the classes. */
const MARKS = [85, 170, 255];

/** Intersection over union of a class. */
function iouOf(found: Uint8Array, truth: ArrayLike<number>, code: number): number {
  let [both, either] = [0, 0];
  found.forEach((value, i) => {
    const [a, b] = [value === code, truth[i] === MARKS[code]];
    both += Number(a && b);
    either += Number(a || b);
  });
  return both / either;
}

test.skipIf(!isThere)('brush labels of 1 % segment an image', { timeout: 600_000 }, async () => {
  const lab = await openEngine();
  const open = (name: string) =>
    lab.open(new File([readFileSync(new URL(name, FOLDER))], name), {
      spacing: [1, 1, 1],
      unit: 'px',
    });
  const image = await open('0.tif');
  const labels = await open('0_labels.tif');
  const { data: truth } = await (await open('0_ground_truth.tif')).read();
  const strokes = Object.fromEntries(
    MARKS.map((mark) => [`class ${String(mark)}`, labels.equals(mark)]),
  );
  let sum = 0;
  for (const seed of SEEDS) {
    const classifier = image.train({ strokes, seed, scales: [1, 2, 4, 8, 16] });
    const { data } = await image.classify(classifier).read();
    sum += MARKS.reduce((total, _, code) => total + iouOf(data, truth, code), 0) / MARKS.length;
  }
  console.warn(`mean IoU over ${String(SEEDS.length)} seeds: ${(sum / SEEDS.length).toFixed(3)}`);
  expect(sum / SEEDS.length).toBeGreaterThanOrEqual(0.62);
  await lab.dispose();
});
