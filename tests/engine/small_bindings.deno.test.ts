import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { requestDevice } from '../../src/gpu/device.js';
import type { Lab, Query, Volume } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { limitBindings } from './doubles.js';

/** A volume, and a binding of a quarter of it: it fits with the halo of one side, not of both. */
interface Room {
  readonly size: Vec3;
  readonly binding: number;
}

const SMALL: Room = { size: [64, 32, 124], binding: 2 ** 16 };
/** Levels of slices come from histograms that take 1.3 MiB, however small a volume is. */
const LARGE: Room = { size: [128, 128, 348], binding: 88 * 2 ** 14 };
const roomOf = (name: string): Room => (name === 'drift' ? LARGE : SMALL);

type Use = (scan: Volume) => Query<unknown>;

const read = (grid: { read(): Query<{ data: unknown }> }): Query<unknown> => grid.read();

const USES: Readonly<Record<string, Use>> = {
  median: (scan) => read(scan.median({ size: 3 })),
  erode: (scan) => read(scan.erode({ size: 5 })),
  drift: (scan) => scan.drift(),
  bilateral: (scan) => read(scan.bilateral({ sigma: 1, contrast: 20 })),
  nonLocalMeans: (scan) => read(scan.nonLocalMeans({ noise: 10, search: 3, patch: 1 })),
  multiOtsu: (scan) => read(scan.multiOtsu(['a', 'b', 'c'])),
  separate: (scan) => read(scan.threshold({ lo: 160 }).separate()),
  chords: (scan) => scan.threshold({ lo: 128 }).chordLengths(),
};

/** A result without the time at which it was made. */
async function resultOf(query: Query<unknown>): Promise<unknown> {
  return { ...((await query) as object), provenance: undefined };
}

function dataOf([nx, ny, nz]: Vec3): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const wave = Math.sin((x + z / 8) / 3) * Math.cos(y / 4) * Math.cos(z / 5);
    return Math.round(128 + 90 * wave + ((Math.imul(i, 2654435761) >>> 24) - 128) / 8);
  });
}

const devices: GPUDevice[] = [];
async function openSmall({ size, binding }: Room): Promise<{ lab: Lab; scan: Volume }> {
  const { device } = await requestDevice();
  devices.push(device);
  limitBindings(device, binding);
  const lab = await openEngine({ device, memoryBudget: 64 * binding });
  return { lab, scan: await lab.open({ data: dataOf(size), size }) };
}

let ample: Lab;
let expected: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  ample = await openEngine();
  const results: Record<string, unknown> = {};
  for (const [name, use] of Object.entries(USES)) {
    const { size } = roomOf(name);
    results[name] = await resultOf(use(await ample.open({ data: dataOf(size), size })));
  }
  expected = results;
}, 120_000);
afterAll(async () => {
  await ample.dispose();
  for (const device of devices) device.destroy();
});

describe('where a binding holds a quarter of a volume', () => {
  test.each(Object.entries(USES))('%s gives what it gives where all fits', async (name, use) => {
    const { lab, scan } = await openSmall(roomOf(name));
    expect(await resultOf(use(scan))).toEqual(expected[name]);
    await lab.dispose();
  });

  test('nothing depends on what ran before', { timeout: 120_000 }, async () => {
    const { lab, scan } = await openSmall(SMALL);
    const names = Object.keys(USES)
      .reverse()
      .filter((name) => name !== 'nonLocalMeans' && name !== 'drift');
    for (const name of [...names, ...names.slice(-2)])
      expect(await resultOf(USES[name]!(scan))).toEqual(expected[name]);
    await lab.dispose();
  });

  test('a refusal does not advise a larger budget, which would not help', async () => {
    const { lab, scan } = await openSmall(SMALL);
    await expect(scan.threshold({ lo: 2 }).tortuosity({ axis: 'z' }).run()).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringMatching(
        /binds 0\.1 MiB.*larger memoryBudget would not help/,
      ) as string,
      details: { available: SMALL.binding },
    });
    await lab.dispose();
  });
});
