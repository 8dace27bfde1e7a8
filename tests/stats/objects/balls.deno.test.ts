import { afterAll, beforeAll, test } from 'vitest';
import type { Lab } from '../../../src/volume/lab.js';
import { expectBall, OFFSETS } from './ball.js';
import { openLab } from './handles.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.dispose());

test.each([
  [[1, 1, 1], 28],
  [[1, 1, 1], 40],
  [[1, 1, 3], 30],
  [[1, 1, 3], 40],
] as const)('balls: spacing %j, radius %i', async (spacing, radius) => {
  await expectBall(lab, spacing, radius, OFFSETS[2]!);
});
