import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type EngineLab } from '../../../src/engine/index.js';
import type { Labels, Volume } from '../../../src/index.js';
import { alongAxis, projectPosition } from '../../../src/recipe/view/camera.js';
import type { Camera } from '../../../src/recipe/view/state.js';

let lab: EngineLab;
let scan: Volume<'u16'>;
let objects: Labels;
const size = [40, 36, 24] as const;
const spacing = [0.5, 0.5, 1] as const;

/** Two blocks in noise, the first before the second along z. */
function values(): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: 40 * 36 * 24 }, (_, i) => {
    const [x, y, z] = [i % 40, Math.floor(i / 40) % 36, Math.floor(i / 1440)];
    const inside = x >= 6 && x < 20 && y >= 6 && y < 30 && ((z >= 2 && z < 8) || z >= 14);
    return (inside ? 40_000 : 9_000) + ((i * 40503) % 1000);
  });
}

beforeAll(async () => {
  lab = await openEngine();
  scan = await lab.open({ data: values(), size }, { spacing, unit: 'µm' });
  objects = scan.threshold({ lo: 25_000 }).components();
});
afterAll(() => lab.dispose());

const camera: Camera = { target: [10, 9, 12], rotation: alongAxis('z'), height: 20 };

describe('a view of a scene', () => {
  test('makes pictures without a canvas: whatever moves, in full', async () => {
    const layers = [{ grid: scan, mode: 'surface' }] as const;
    const view = lab.view(null, { kind: 'space', layers });
    const still = await view.picture({ width: 120, height: 90 });
    view.set({ moving: true });
    const moving = await view.picture({ width: 120, height: 90 });
    expect([...moving.data]).toEqual([...still.data]);
    expect(new Set(new Uint32Array(still.data.buffer)).size).toBeGreaterThan(200);
    view.set({ background: '#ffffff' });
    const white = await view.picture({ width: 120, height: 90 });
    expect([...white.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect([...still.data.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
    view.dispose();
  });

  test('picks what the grids hold, and hides', async () => {
    const layers = [{ grid: objects }, { grid: scan, mode: 'maximum', opacity: 0 }] as const;
    const view = lab.view(null, { kind: 'space', layers, camera });
    view.resize(200, 160);
    const at = projectPosition(camera, [200, 160], [6, 9, 0])!;
    const { data: ids } = await objects.read();
    const { data: greys } = await scan.read();
    for (const [hidden, z] of [
      [[], 2],
      [[ids[(2 * 36 + 18) * 40 + 12]!], 14],
    ] as const) {
      view.set({ layers: [{ grid: objects, hidden }, layers[1]] });
      const picked = (await view.pick(...at))!;
      const [x, y] = picked.index;
      expect(picked.index[2]).toBe(z);
      const voxel = (z * 36 + y) * 40 + x;
      expect(picked.values).toEqual([ids[voxel], greys[voxel]]);
      expect(Math.abs(picked.position[2] - (z - 0.5))).toBeLessThan(0.05);
    }
    expect(await view.pick(199, 159)).toBeUndefined();
    view.dispose();
  });

  test('keeps the selected in sight, however many others are before it', async () => {
    // Twenty plates, one behind the other; the last is alone, so that none takes its light.
    const [nx, ny, nz] = [16, 16, 104] as const;
    const data = Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
      const z = Math.floor(i / (nx * ny));
      return z % 4 === 3 || (z >= 80 && z < 100) ? 0 : 1;
    });
    const plates = await lab.open({ data, size: [nx, ny, nz] }, { unit: 'µm' });
    const labels = plates.threshold({ lo: 1 }).components();
    const far = (await labels.read()).data[(nz - 3) * nx * ny]!;
    expect(await labels.count()).toBe(21);
    const ahead: Camera = { target: [8, 8, 50], rotation: alongAxis('z'), height: 30 };
    const brightness = async (selected: number[], hidden: number[]): Promise<number> => {
      const layers = [{ grid: labels, selected, hidden }];
      const view = lab.view(null, { kind: 'space', layers, camera: ahead });
      const { data } = await view.picture({ width: 30, height: 30 });
      view.dispose();
      return data.subarray(4 * (15 * 30 + 15), 4 * (15 * 30 + 15) + 3).reduce((a, b) => a + b, 0);
    };
    const others = Array.from({ length: 21 }, (_, i) => i + 1).filter((id) => id !== far);
    const alone = await brightness([far], others);
    // Glass of 0.14 six times leaves 0.86^6 = 0.40 of it.
    const glass = (await brightness([far], [])) - (await brightness([far], [far]));
    expect(glass / alone).toBeGreaterThan(0.36);
    expect(glass / alone).toBeLessThan(0.45);
  });

  test('gives its memory back', async () => {
    await lab.clearCache();
    const { live } = await lab.memory();
    const views = [1, 2, 3].map(() =>
      lab.view(null, {
        kind: 'space',
        layers: [{ grid: objects }, { grid: scan, mode: 'density' }],
      }),
    );
    for (const view of views) await view.picture({ width: 40, height: 30 });
    await lab.clearCache();
    // Two proxies, shared: 4 B and 1 B per voxel.
    expect((await lab.memory()).live - live).toBe(5 * 40 * 36 * 24);
    for (const view of views) view.dispose();
    await lab.clearCache();
    expect((await lab.memory()).live).toBe(live);
  });

  test('shows four layers at most, and says so', async () => {
    const layers = [0, 1, 2, 3, 4].map(() => ({ grid: scan, mode: 'surface' }) as const);
    const view = lab.view(null, { kind: 'space', layers });
    await expect(view.picture({ width: 8, height: 8 })).rejects.toMatchObject({ code: 'limit' });
    view.set({ layers: layers.map((layer, i) => ({ ...layer, opacity: i === 0 ? 0 : 1 })) });
    expect((await view.picture({ width: 8, height: 8 })).width).toBe(8);
    view.dispose();
  });
});

test('proxies are the same whatever fits the GPU at once', async () => {
  const large = [288, 150, 70] as const;
  const data = Uint16Array.from({ length: 288 * 150 * 70 }, (_, i) => (i * 40503) % 65521);
  const pictures: (readonly number[])[] = [];
  for (const memoryBudget of [2 ** 28, 2 ** 20]) {
    const own = await openEngine({ memoryBudget });
    const volume = await own.open({ data, size: large });
    const view = own.view(null, {
      kind: 'space',
      layers: [{ grid: volume, mode: 'maximum', window: [20_000, 45_000] }],
    });
    pictures.push([...(await view.picture({ width: 64, height: 48 })).data]);
    await own.dispose();
  }
  expect(pictures[1]).toEqual(pictures[0]);
});
