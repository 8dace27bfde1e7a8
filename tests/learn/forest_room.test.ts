import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import type { ClassifierNode } from '../../src/learn/classifier.js';
import { forestRoom, MOST_FOREST_BYTES } from '../../src/learn/forest_room.js';
import { readForest } from '../../src/learn/forest/stored_forest.js';
import { roomOf } from '../../src/learn/forest/walk_forest.gpu.js';
import { Random } from '../../src/synthetic/random.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

/** An image of noise, all of it marked at random: trees that are as large as they can be. */
async function noise(on: Lab, classes: number) {
  const random = new Random(4);
  const of = (most: number) => Uint8Array.from({ length: 1024 }, () => random.uint32() % most);
  const size = [32, 32, 1] as const;
  const scan = await on.open({ data: of(256), size });
  const names = Array.from({ length: classes }, (_, c) => `class ${String(c)}`);
  const marks = await on.open({ data: of(classes).map((c) => c + 1), size });
  const codes = Object.fromEntries(names.map((name, c) => [name, c + 1]));
  return { scan, strokes: marks.toPhases({ none: 0, ...codes }) };
}

test.each([2, 6])('the room that is planned holds the forest of %i classes', async (classes) => {
  const { scan, strokes } = await noise(lab, classes);
  const classifier = scan.train({ strokes, scales: [1], trees: 7, depth: 6 });
  const json = await classifier.json();
  const { room: bytes, rankBytes } = roomOf(readForest(json.forest));
  const { room: planned, ...ranks } = forestRoom(classifier.node as ClassifierNode);
  expect(ranks).toEqual({ rankBytes });
  expect(planned).toBeGreaterThanOrEqual(bytes);
  expect(planned).toBeLessThan(4 * bytes);
  const stored = forestRoom(lab.classifier(json).node as ClassifierNode);
  expect(stored.rankBytes).toBe(rankBytes);
  expect(stored.room).toBeGreaterThanOrEqual(bytes);
  expect(stored.room).toBeLessThanOrEqual(planned);
});

test('of deep trees it ends at sixteen mebibytes, and a budget below is refused', async () => {
  const { scan, strokes } = await noise(lab, 2);
  const deep = scan.train({ strokes, scales: [1], trees: 100, depth: 32 });
  expect(forestRoom(deep.node as ClassifierNode).room).toBe(MOST_FOREST_BYTES);
  const small = new EngineLab(await Engine.open({ memoryBudget: 2 ** 22 }));
  const there = await noise(small, 2);
  const classifier = there.scan.train({ strokes: there.strokes, scales: [1], depth: 32 });
  await expect(there.scan.classify(classifier).read().run()).rejects.toMatchObject({
    code: 'limit',
  });
  await small.dispose();
});
