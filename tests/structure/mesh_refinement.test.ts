import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { VoxmetryError, voxels, type Mesh, type Volume } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { taubinSmoothed } from '../../src/structure/taubin.js';
import { checkManifold } from '../reference/marching_cubes.js';
import { drawn, scattered } from '../reference/structures.js';
import { taubinTwin, volumeTwin } from '../reference/taubin.js';

let lab: EngineLab;
beforeAll(async () => {
  lab = new EngineLab(await Engine.open());
});
afterAll(() => lab.dispose());

const SIZE: Vec3 = [26, 22, 20];
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

/** Overlapping balls of radius 2 to 5, and of twice that in twice the size. */
function balls(seed: number, times = 1): Uint8Array<ArrayBuffer> {
  const drawnAt = scattered(40, 256, seed);
  const size = SIZE.map((n) => times * n) as unknown as Vec3;
  return drawn(size, (i, j, k) => {
    const [x, y, z] = [i / times, j / times, k / times];
    for (let ball = 0; ball < 10; ball += 1) {
      const [cx, cy, cz, r] = drawnAt.subarray(4 * ball, 4 * ball + 4);
      const away = [x - (cx! * 26) / 256, y - (cy! * 22) / 256, z - (cz! * 20) / 256];
      if (Math.hypot(...away) < 2 + r! / 86) return true;
    }
    return false;
  });
}

const open = (data: Uint8Array<ArrayBuffer>, size = SIZE): Promise<Volume> =>
  lab.open({ data, size }, { spacing: [2, 2, 3], unit: 'µm', origin: [100, 0, -50] });

/** How many more triangles run along an edge one way than the other, over all edges. */
function imbalance({ indices }: Mesh): number {
  const balance = new Map<number, number>();
  for (let i = 0; i < indices.length; i += 1) {
    const [a, b] = [indices[i]!, indices[i % 3 === 2 ? i - 2 : i + 1]!];
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b);
    balance.set(key, (balance.get(key) ?? 0) + (a < b ? 1 : -1));
  }
  return [...balance.values()].reduce((sum, n) => sum + Math.abs(n), 0);
}

describe('smoothing', () => {
  test('equals its twin but for the scale of every part', async () => {
    const data = drawn([12, 11, 10], (x, y, z) => Math.hypot(x - 5, y - 5, z - 5) < 4);
    const { indices, positions } = await (
      await open(data, [12, 11, 10])
    )
      .threshold({ lo: 1 })
      .mesh();
    const before = Float64Array.from(positions);
    const found = taubinSmoothed(before, indices, 7);
    const wanted = taubinTwin([...before], indices, 7);
    const scale = Math.cbrt(volumeTwin(before, indices) / volumeTwin(wanted, indices));
    const count = wanted.length / 3;
    const centre = [0, 1, 2].map(
      (i) => wanted.reduce((sum, n, k) => (k % 3 === i ? sum + n : sum), 0) / count,
    );
    wanted.forEach((n, k) => {
      const scaled = centre[k % 3]! + scale * (n - centre[k % 3]!);
      expect(Math.abs(found[k]! - scaled)).toBeLessThan(1e-9);
    });
  });

  test('keeps topology, and the volume of 20 structures within 1e-5', async () => {
    for (const seed of SEEDS) {
      const mask = (await open(balls(seed))).threshold({ lo: 1 });
      const [plain, smooth] = [await mask.mesh(), await mask.mesh({ smooth: 15 })];
      expect(smooth.indices).toEqual(plain.indices);
      expect(Math.abs(smooth.volume! / plain.volume! - 1)).toBeLessThan(1e-5);
      expect(smooth.area).toBeLessThan(plain.area);
      expect(
        Math.abs(volumeTwin(smooth.positions, smooth.indices) / smooth.volume! - 1),
      ).toBeLessThan(1e-4);
    }
  });

  test('a ball becomes rounder: its area within 2 % of the truth, from 9 % above', async () => {
    const size: Vec3 = [44, 44, 44];
    const data = drawn(size, (x, y, z) => Math.hypot(x - 21.6, y - 21.4, z - 21.7) < 18);
    const scan = await lab.open({ data, size });
    const truth = 4 * Math.PI * 18 ** 2;
    const rough = (await scan.threshold({ lo: 1 }).mesh()).area / truth;
    const smooth = (await scan.threshold({ lo: 1 }).mesh({ smooth: 30 })).area / truth;
    expect(rough).toBeGreaterThan(1.07);
    expect(Math.abs(smooth - 1)).toBeLessThan(0.02);
  });

  test('the edge of an open surface stays', async () => {
    const data = drawn(SIZE, (x, y) => Math.hypot(x - 12.3, y - 10.8) < 6);
    const mask = (await open(data)).threshold({ lo: 1 });
    const plain = await mask.mesh({ border: 'open' });
    const smooth = await mask.mesh({ border: 'open', smooth: 10 });
    let moved = 0;
    for (let v = 0; v < plain.positions.length; v += 3) {
      const isOnEdge = [-50, -50 + 3 * 19].includes(plain.positions[v + 2]!);
      const same = [0, 1, 2].every((i) => plain.positions[v + i] === smooth.positions[v + i]);
      if (isOnEdge) expect(same).toBe(true);
      else if (!same) moved += 1;
    }
    expect(moved).toBeGreaterThan(100);
    expect(smooth.volume).toBeNull();
  });

  test('single voxels stay what they are', async () => {
    const data = drawn(SIZE, (x, y, z) => x % 4 === 1 && y % 4 === 1 && z % 4 === 1);
    const mask = (await open(data)).threshold({ lo: 1 });
    const [plain, smooth] = [await mask.mesh(), await mask.mesh({ smooth: 1000 })];
    expect(smooth.positions).toEqual(plain.positions);
  });
});

describe('fewer triangles', () => {
  test('20 structures stay closed, with their volume within 0.1 and 0.6 %', async () => {
    const size = SIZE.map((n) => 2 * n) as unknown as Vec3;
    for (const seed of SEEDS) {
      const mask = (await open(balls(seed, 2), size)).threshold({ lo: 1 });
      const plain = await mask.mesh({ smooth: 10 });
      for (const [keep, bound] of [
        [0.5, 0.001],
        [0.2, 0.006],
      ] as const) {
        const less = await mask.mesh({ smooth: 10, keep });
        expect(imbalance(less)).toBe(0);
        expect(Math.abs(less.triangleCount / plain.triangleCount / keep - 1)).toBeLessThan(0.05);
        expect(Math.abs(less.volume! / plain.volume! - 1)).toBeLessThan(bound);
        expect(new Set(less.indices).size).toBe(less.vertexCount);
      }
    }
  });

  test('random voxels stay closed', async () => {
    for (const seed of SEEDS) {
      const data = scattered(SIZE[0] * SIZE[1] * SIZE[2], 2, seed);
      const mask = (await open(data)).threshold({ lo: 1 });
      expect(imbalance(await mask.mesh({ keep: 0.3 }))).toBe(0);
    }
  });

  test('a box needs few triangles for a small error', async () => {
    const data = drawn(SIZE, (x, y, z) => x > 3 && x < 20 && y > 3 && y < 18 && z > 3 && z < 15);
    const mask = (await open(data)).threshold({ lo: 1 });
    const plain = await mask.mesh();
    const less = await mask.mesh({ maxError: voxels(0.01) });
    expect(less.triangleCount).toBeLessThan(plain.triangleCount / 10);
    expect(Math.abs(less.volume! / plain.volume! - 1)).toBeLessThan(1e-3);
    expect(checkManifold(less.indices)).toEqual({
      openEdges: 0,
      badEdges: 0,
      badVertices: 0,
      euler: 2,
    });
  });

  test('objects that touch are thinned out one by one', async () => {
    const data = drawn(SIZE, (x) => x > 4 && x < 20).map((n, i) =>
      n === 0 ? 0 : i % 26 < 12 ? 7 : 9,
    );
    const labels = (await open(data)).toLabels();
    const plain = await labels.mesh();
    const less = await labels.mesh({ keep: 0.1 });
    expect(imbalance(less)).toBe(0);
    expect([...less.objects!.column('label')]).toEqual([7, 9]);
    for (const [i, volume] of plain.objects!.column('volume').entries())
      expect(Math.abs(less.objects!.column('volume')[i]! / volume - 1)).toBeLessThan(0.02);
    expect([...new Set(less.ids)].sort()).toEqual([7, 9]);
    // On either side of the plane between them, but for what vertices move where edges collapse.
    const plane = 100 + 2 * 11.5;
    less.ids!.forEach((id, t) => {
      const x = less.positions[3 * less.indices[3 * t]!]!;
      expect(id === 7 ? x < plane + 1 : x > plane - 1).toBe(true);
    });
  });

  test('nothing has no triangles', async () => {
    const mask = (await open(new Uint8Array(8), [2, 2, 2])).threshold({ lo: 1 });
    const { triangleCount, vertexCount, volume } = await mask.mesh({ smooth: 3, keep: 0.5 });
    expect([triangleCount, vertexCount, volume]).toEqual([0, 0, 0]);
  });
});

test('a cancel stops a mesh, and what is wrong says so', async () => {
  const scan = await open(balls(1));
  const query = scan.threshold({ lo: 1 }).mesh({ smooth: 1000 });
  const error: unknown = await query
    .run({ signal: AbortSignal.timeout(1) })
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(VoxmetryError);
  expect((error as VoxmetryError).code).toBe('cancelled');
  await expect(
    scan
      .toLabels()
      .mesh({ ids: [0.5] })
      .run(),
  ).rejects.toThrow(/ids of objects/);
  await expect(scan.mesh({ at: 1, keep: 2 }).run()).rejects.toThrow(/^mesh: keep/);
  const mesh = await scan.mesh({ at: 1 });
  await expect(mesh.toBytes('obj' as 'stl')).rejects.toThrow(/'stl', 'ply', 'glb', 'vtp'/);
  expect((await mesh.toBytes('ply')).length).toBeGreaterThan(12 * mesh.vertexCount);
});
