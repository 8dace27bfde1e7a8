import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gpu, Run, type PooledBuffer } from '../../src/gpu/index.js';
import { transportJoin, transportParts } from '../../src/kernels/transport/index.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { CoarseLevels } from '../../src/transport/coarse_levels.gpu.js';
import { placesOf } from '../../src/transport/places.js';
import { scattered } from '../reference/structures.js';
import { coarserTwin, type PlainLevel } from '../reference/coarse_levels.js';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

type Words = Uint32Array<ArrayBuffer>;

const bitsOf = (value: number): number => new Uint32Array(new Float32Array([value]).buffer)[0]!;
const valueOf = (half: number): number =>
  new Float32Array(new Uint32Array([half << 16]).buffer)[0]!;

/**
 * Cells that conduct where `bits` are set, to the ends of the first axis and across `wrap`; and the
 * words of their faces.
 */
function cellsOf(bits: Uint8Array, size: Vec3, wrap: Vec3): { plain: PlainLevel; words: Words } {
  const [nx, ny, nz] = size;
  const conductances = new Map<string, number>();
  const at = (p: readonly number[]): number => (p[2]! * ny + p[1]!) * nx + p[0]!;
  const words = new Uint32Array(2 * (nx + 1) * (ny + 1) * (nz + 1));
  for (let z = 0; z <= nz; z++)
    for (let y = 0; y <= ny; y++)
      for (let x = 0; x <= nx; x++) {
        const values = [0, 1, 2].map((axis) => {
          const above = [x, y, z];
          if (above.some((v, i) => i !== axis && v >= size[i]!)) return 0;
          const below = above.map((v, i) => (i === axis ? v - 1 : v));
          const n = size[axis]!;
          // Powers of two are exact as halves of words.
          const value = 2 ** ((at(above.map((v, i) => v % size[i]!)) % 3) - axis);
          if (wrap[axis] !== 0) {
            below[axis] = (below[axis]! + n) % n;
            above[axis] = above[axis]! % n;
          }
          const has = (p: readonly number[]): boolean =>
            p.every((v, i) => v >= 0 && v < size[i]!) && bits[at(p)] === 1;
          const [low, high] = [below, above].map(has);
          if (low && high) {
            for (const [a, b] of [
              [below, above],
              [above, below],
            ])
              conductances.set(`${String(at(a!))},${String(at(b!))}`, value);
            return value;
          }
          if (axis !== 0) return 0;
          if (high && x === 0) conductances.set(`${String(at(above))},low`, value);
          else if (low && x === nx) conductances.set(`${String(at(below))},high`, value);
          else return 0;
          return value;
        });
        const place = 2 * ((z * (ny + 1) + y) * (nx + 1) + x);
        words[place] = (bitsOf(values[0]!) >>> 16) | bitsOf(values[1]!);
        words[place + 1] = bitsOf(values[2]!) >>> 16;
      }
  const conducting = new Set([...conductances.keys()].map((pair) => Number(pair.split(',')[0])));
  const cells = Array.from({ length: volumeOf(size) }, (_, i) => (conducting.has(i) ? [i] : []));
  return { plain: { size, cells, conductances }, words };
}

/** What of a mask reaches the lower end of the first axis. */
function reaching(bits: Uint8Array, [nx, ny, nz]: Vec3): Uint8Array {
  const found = bits.map((bit, i) => (i % nx === 0 ? bit : 0));
  const queue = Array.from(found.keys()).filter((i) => found[i] === 1);
  for (const i of queue) {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    for (const [inside, j] of [
      [x > 0, i - 1],
      [x + 1 < nx, i + 1],
      [y > 0, i - nx],
      [y + 1 < ny, i + nx],
      [z > 0, i - nx * ny],
      [z + 1 < nz, i + nx * ny],
    ] as const)
      if (inside && bits[j] === 1 && found[j] === 0) {
        found[j] = 1;
        queue.push(j);
      }
  }
  return found;
}

/** What the kernels make of a level, by the names of the twin. */
async function joined(
  run: Run,
  conductances: PooledBuffer,
  { size, wrap, layers }: { size: Vec3; wrap: Vec3; layers: number },
  twin: PlainLevel,
  kept: number,
): Promise<{ found: Map<string, number>; stored: PooledBuffer }> {
  const coarse = twin.size;
  const [nx, ny, nz] = coarse;
  const most = layers === 1 ? 2 : 3;
  const each = Math.ceil((3 * most * most) / 2);
  const faces = (nx + 1) * (ny + 1) * (nz + 1);
  const parts = run.alloc(4 * Math.ceil(layers / 2) * placesOf(coarse), 'parts');
  const stored = run.alloc(4 * each * faces, 'coarse');
  const constants = { LAYERS: layers, COARSE_LAYERS: most };
  const traffic = { read: 0, write: 0 };
  run.dispatch(transportParts, {
    buffers: { conductances, dst: parts },
    params: { size, wrap, coarse },
    constants,
    size: { invocations: placesOf(coarse) },
    traffic,
  });
  run.dispatch(transportJoin, {
    buffers: { conductances, parts, dst: stored },
    params: { size, wrap, coarse, kept },
    constants,
    size: { invocations: faces },
    traffic,
  });
  const halves = new Uint16Array(await run.read(stored));
  const found = new Map<string, number>();
  for (let place = 0; place < faces; place++)
    for (let axis = 0; axis < 3; axis++)
      for (let k = 0; k < most * most; k++) {
        const value = valueOf(halves[2 * each * place + axis * most * most + k]!);
        if (value === 0) continue;
        const p = [
          place % (nx + 1),
          Math.floor(place / (nx + 1)) % (ny + 1),
          Math.floor(place / (nx + 1) / (ny + 1)),
        ];
        // Across what repeats the last faces are the first ones.
        if (wrap[axis] !== 0 && p[axis] === coarse[axis]) continue;
        const q = [...p];
        q[axis]! -= 1;
        const name = (cell: number[], layer: number, end: string): string => {
          const inside = wrap[axis] !== 0 || (cell[axis]! >= 0 && cell[axis]! < coarse[axis]!);
          if (!inside) return end;
          const [x, y, z] = cell.map((v, i) => (v + coarse[i]!) % coarse[i]!);
          return String(twin.cells[(z! * ny + y!) * nx + x!]![layer]);
        };
        const below = name(q, Math.floor(k / most), 'low');
        const above = name(p, k % most, 'high');
        if (below === above) continue;
        for (const [a, b] of [
          [below, above],
          [above, below],
        ] as const)
          if (/\d/.test(a)) found.set(`${a},${b}`, (found.get(`${a},${b}`) ?? 0) + value);
      }
  return { found, stored };
}

const SHAPES: readonly { size: Vec3; wrap: Vec3 }[] = [
  { size: [12, 10, 8], wrap: [0, 0, 0] },
  { size: [9, 7, 11], wrap: [0, 0, 0] },
  { size: [8, 12, 10], wrap: [0, 1, 1] },
  { size: [7, 9, 5], wrap: [0, 1, 0] },
  { size: [13, 1, 6], wrap: [0, 0, 0] },
];

describe('what hangs together in a coarse cell is an unknown of it', () => {
  test.each(SHAPES)('of $size cells, repeating along $wrap', async ({ size, wrap }) => {
    const bits = scattered(volumeOf(size), 5, 5).map((v) => (v > 2 ? 1 : 0));
    const run = new Run(gpu);
    const { plain, words } = cellsOf(bits, size, wrap);
    let fine = plain;
    let conductances = run.alloc(words.byteLength, 'first');
    run.upload(conductances, words);
    for (const layers of [1, 2, 3]) {
      const twin = coarserTwin(fine, layers === 1 ? 2 : 3, 0.5);
      const { found, stored } = await joined(
        run,
        conductances,
        { size: fine.size, wrap, layers },
        twin,
        0.5,
      );
      expect([...found.keys()].sort()).toEqual([...twin.conductances.keys()].sort());
      // Each level is rounded to 8 bits.
      for (const [pair, value] of twin.conductances)
        expect(Math.abs(found.get(pair)! / value - 1), pair).toBeLessThan(layers * 2 ** -8);
      fine = twin;
      conductances = stored;
    }
    await run.end();
  });
});

describe('a cycle of the coarse levels', () => {
  test.each(SHAPES)(
    'on $size cells, repeating along $wrap, is symmetric and positive',
    async ({ size, wrap }) => {
      const big = size.map((n) => (n === 1 ? 1 : 2 * n)) as unknown as Vec3;
      const bits = reaching(
        scattered(volumeOf(big), 5, 7).map((v) => (v > 1 ? 1 : 0)),
        big,
      );
      const { words, plain } = cellsOf(bits, big, wrap);
      const run = new Run(gpu);
      const levels = new CoarseLevels(
        run,
        big.map((n) => 2 * n) as unknown as Vec3,
        wrap,
        (dst) => {
          run.upload(dst, words);
        },
      );
      const { r, z, inverse } = levels.first;
      const half = Math.ceil(big[0] / 2);
      const places = placesOf(big);
      const inverses = new Float32Array(await run.read(inverse));
      const vector = (seed: number): Float32Array<ArrayBuffer> => {
        const values = new Float32Array(places);
        scattered(volumeOf(big), 17, seed).forEach((value, i) => {
          const [x, y, k] = [
            i % big[0],
            Math.floor(i / big[0]) % big[1],
            Math.floor(i / big[0] / big[1]),
          ];
          const colour = (x + y + k) % 2;
          const place = ((colour * big[2] + k) * big[1] + y) * half + Math.floor(x / 2);
          if (plain.cells[i]!.length > 0) values[place] = value - 8;
        });
        return values;
      };
      const cycle = async (right: Float32Array<ArrayBuffer>): Promise<Float32Array> => {
        run.upload(r, right);
        run.upload(
          z,
          right.map((value, i) => (i < places / 2 ? value * inverses[i]! : 0)),
        );
        levels.correct();
        return new Float32Array(await run.read(z));
      };
      const dot = (a: Float32Array, b: Float32Array): number =>
        a.reduce((sum, v, i) => sum + v * b[i]!, 0);
      const [u, v] = [vector(1), vector(2)];
      const mu = await cycle(u);
      const mv = await cycle(v);
      const scale = Math.sqrt(dot(u, mu) * dot(v, mv));
      expect(dot(u, mu)).toBeGreaterThan(0);
      expect(dot(v, mv)).toBeGreaterThan(0);
      expect(Math.abs(dot(u, mv) - dot(v, mu)) / scale).toBeLessThan(1e-5);
      levels.release();
      await run.end();
    },
  );
});
