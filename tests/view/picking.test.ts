import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import { Random } from '../../src/synthetic/index.js';
import type { Vec3, View, Volume } from '../../src/index.js';

const size = [37, 29, 23] as const;
const spacing = [0.5, 0.5, 2] as const;
const origin = [10, -4, 3] as const;
const AXES = ['x', 'y', 'z'] as const;

let lab: EngineLab;
let scan: Volume<'i16'>;
beforeAll(async () => {
  lab = await openEngine();
  const data = Int16Array.from({ length: 37 * 29 * 23 }, (_, i) => ((i * 7919) % 60000) - 30000);
  scan = await lab.open({ data, size }, { spacing, origin, unit: 'µm' });
});
afterAll(() => lab.dispose());

function viewOf(axis: (typeof AXES)[number]): View {
  const view = lab.view(null, {
    axis,
    index: 11,
    centre: [18, 2, 30],
    unitsPerPixel: 0.31,
    layers: [
      { grid: scan, window: [0, 1] },
      { grid: scan.threshold({ lo: 0 }) },
      { grid: scan.threshold({ lo: 0 }).components() },
      { grid: scan.gaussian({ sigma: 1 }), window: [0, 1] },
    ],
  });
  view.resize(120, 90);
  return view;
}

describe('what lies under a pixel', () => {
  test.each(AXES)(
    'across %s is what reading the grids gives, at 100 random points',
    async (axis) => {
      const view = viewOf(axis);
      const grids = view.spec.layers.map(({ grid }) => grid);
      const read = await Promise.all(grids.map((grid) => grid.read()));
      const random = new Random(5);
      let inside = 0;
      for (let n = 0; n < 100; n++) {
        const [x, y] = [120 * random.uniform(), 90 * random.uniform()];
        const picked = await view.pick(x, y);
        expect(picked?.index).toEqual(view.indexAt(x, y));
        const position = view.positionAt(Math.floor(x) + 0.5, Math.floor(y) + 0.5)!;
        const across = AXES.indexOf(axis);
        // The voxel whose box holds the position.
        const index = position.map((p, i) => Math.round((p - origin[i]!) / spacing[i]!) + 0);
        const isInside = index.every((k, i) => k >= 0 && k < size[i]!);
        expect(picked === undefined).toBe(!isInside);
        if (picked === undefined) continue;
        inside += 1;
        expect(picked.index).toEqual(index);
        expect(picked.index[across]).toBe(11);
        expect(picked.position).toEqual(position);
        const [i, j, k] = index as [number, number, number];
        const values = read.map(({ data }) => data[i + size[0] * (j + size[1] * k)]);
        expect(picked.values).toEqual(values);
      }
      expect(inside).toBeGreaterThan(20);
      expect(inside).toBeLessThan(100);
      view.dispose();
    },
  );

  test('and where a position lies are inverse of each other, oblique too', () => {
    const view = viewOf('y');
    const points: [number, number][] = [
      [0, 0],
      [60, 45],
      [13.25, 88.5],
    ];
    const s = Math.SQRT1_2;
    const planes = [
      undefined,
      { point: [18, 0, 20] as Vec3, right: [s, s, 0] as Vec3, down: [0, 0, 1] as Vec3 },
    ];
    for (const oblique of planes) {
      view.set({ oblique });
      for (const [x, y] of points) {
        const back = view.pixelOf(view.positionAt(x, y)!);
        expect(Math.hypot(back[0] - x, back[1] - y)).toBeLessThan(1e-9);
      }
    }
    view.dispose();
  });

  test('of an oblique slice is what its picture shows', async () => {
    const s = Math.SQRT1_2;
    const ids = Uint8Array.from({ length: 16 ** 3 }, (_, i) => i % 251);
    const cube = await lab.open({ data: ids, size: [16, 16, 16] });
    const layers = [{ grid: cube, window: [0, 256] as const }];
    const view = lab.view(null, {
      layers,
      oblique: { point: [7.5, 7.5, 7.5], right: [s, s, 0], down: [0, 0, 1] },
      // No pixel's centre lies on the border of a voxel.
      unitsPerPixel: 0.531,
    });
    view.resize(40, 30);
    const { data } = await view.picture({ width: 40, height: 30 });
    let inside = 0;
    for (let n = 0; n < 1200; n += 7) {
      const [x, y] = [n % 40, Math.floor(n / 40)];
      const picked = await view.pick(x, y);
      if (picked === undefined) continue;
      inside += 1;
      expect(data[4 * n]).toBe(picked.values[0]);
    }
    expect(inside).toBeGreaterThan(60);
    view.dispose();
  });
});
