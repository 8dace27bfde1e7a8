import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Axis, type Region, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { piecesOf } from '../../src/transport/pieces.js';
import { transportNode, type TransportValue } from '../../src/transport/tortuosity.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn, scattered } from '../reference/structures.js';
import { potentialTwin } from '../reference/transport.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function maskOf(
  bits: Uint8Array<ArrayBuffer>,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
  at = engine,
): Promise<Node> {
  return makeNode(threshold, { volume: await at.source(bits, size, { spacing }) }, { lo: 1 });
}

async function valueOf(node: Node, at = engine): Promise<TransportValue> {
  return (await at.value(node)) as TransportValue;
}

/** What a box of a grid conducts, by plain loops. */
function effectiveOf(
  bits: Uint8Array,
  size: Vec3,
  { origin, size: box }: Region,
  axis: Axis,
): number {
  const part = drawn(box, (x, y, z) => {
    const [i, j, k] = [x + origin[0], y + origin[1], z + origin[2]];
    return bits[(k * size[1] + j) * size[0] + i] === 1;
  });
  return potentialTwin(Array.from(part), box, [1, 1, 1], axis, 'closed').effective;
}

describe('pieces', () => {
  test('columns and slabs are the whole each, and no larger than asked', () => {
    const size: Vec3 = [40, 31, 50];
    for (const [axis, along] of [
      ['x', 0],
      ['z', 2],
    ] as const) {
      const { columns, slabs } = piecesOf('t', { size, spacing: [1, 1, 2] }, axis, 20_000)!;
      for (const pieces of [columns, slabs]) {
        const covered = new Uint8Array(volumeOf(size));
        for (const { origin, size: box } of pieces) {
          expect(volumeOf(box)).toBeLessThanOrEqual(20_000);
          for (let z = 0; z < box[2]; z += 1)
            for (let y = 0; y < box[1]; y += 1) {
              const row = ((z + origin[2]) * size[1] + y + origin[1]) * size[0] + origin[0];
              for (let x = 0; x < box[0]; x += 1) covered[row + x]! += 1;
            }
        }
        expect(covered.every((times) => times === 1)).toBe(true);
      }
      expect(columns.every((box) => box.size[along] === size[along])).toBe(true);
      const whole = volumeOf(size) / size[along];
      expect(slabs.every((box) => volumeOf(box.size) / box.size[along] === whole)).toBe(true);
    }
  });

  test('a wall weighs three quarters of a plane', () => {
    const cube = { size: [32, 32, 32], spacing: [1, 1, 1] } as const;
    // Two walls, four parts; three planes.
    expect(piecesOf('t', cube, 'z', 8192)).toMatchObject({
      towardsUpper: expect.closeTo(1.5 / (1.5 + 3), 12) as number,
    });
    expect(piecesOf('t', cube, 'z', 32 ** 3)).toBeUndefined();
  });

  test('those thinner than eight voxels are refused with the least that would do', () => {
    const cube = { size: [32, 32, 32], spacing: [1, 1, 1] } as const;
    expect(() => piecesOf('tortuosity', cube, 'z', 8191)).toThrow(
      /^tortuosity: pieces is 8191.*at least 8192/,
    );
  });
});

describe('bounds', () => {
  const size: Vec3 = [16, 9, 18];
  const bits = scattered(volumeOf(size), 4, 11).map((v) => (v > 0 ? 1 : 0));

  test('are those of columns and of slabs, by plain loops, about the exact value', async () => {
    const pieces = 1300;
    const tolerance = 1e-4;
    const { bounds, ...found } = await valueOf(
      transportNode(await maskOf(bits, size), { axis: 'z', pieces, tolerance }),
    );
    // What conducts through a slab alone, and not through the whole, is no part of it.
    const { effective: exact, potential } = potentialTwin(
      ...([Array.from(bits), size, [1, 1, 1], 'z', 'closed'] as const),
    );
    const through = Uint8Array.from(potential, (value) => (Number.isNaN(value) ? 0 : 1));
    const { columns, slabs } = piecesOf('t', { size, spacing: [1, 1, 1] }, 'z', pieces)!;
    const section = size[0] * size[1];
    const lower = columns.reduce((sum, box) => {
      const share = volumeOf(box.size) / size[2] / section;
      return sum + share * effectiveOf(through, size, box, 'z');
    }, 0);
    const resistance = slabs.reduce((sum, box) => {
      const share = box.size[2] / size[2];
      return sum + share / effectiveOf(through, size, box, 'z');
    }, 0);
    expect(bounds).toMatchObject({ columns: columns.length, slabs: slabs.length });
    expect(bounds!.relative[0] / lower).toBeCloseTo(1 - tolerance, 4);
    expect((bounds!.relative[1] * resistance) / (1 + tolerance)).toBeCloseTo(1, 4);
    const inside = (value: number): void => {
      expect(value).toBeGreaterThan(bounds!.relative[0]);
      expect(value).toBeLessThan(bounds!.relative[1]);
    };
    inside(exact);
    inside(found.relative);
    const [least, most] = bounds!.tortuosityFactor!;
    expect(found.tortuosityFactor! * found.relative).toBeCloseTo(found.fraction, 12);
    expect([least * bounds!.relative[1], most * bounds!.relative[0]]).toEqual([
      expect.closeTo(found.fraction, 12),
      expect.closeTo(found.fraction, 12),
    ]);
  });

  test('meet in layers, along and across, of phases too', async () => {
    const layers = drawn(size, (_, y) => y >= 3);
    const volume = await engine.source(layers, size, {});
    const phases = makeNode(toPhases, { volume }, { phases: { a: 0, b: 1 } });
    const solver = { coefficients: { a: 1, b: 3 }, pieces: 2000 };
    const along = await valueOf(transportNode(phases, { axis: 'z', ...solver }));
    expect(along.relative).toBeCloseTo((1 + 2 * 3) / 3, 3);
    expect(along).toMatchObject({ tortuosityFactor: null, macMullin: null });
    expect(along.bounds!.tortuosityFactor).toBeNull();
    const across = await valueOf(
      transportNode(phases, { axis: 'x', ...solver, sides: 'periodic' }),
    );
    expect(across.relative).toBeCloseTo((1 + 2 * 3) / 3, 3);
    const mask = await maskOf(layers, size);
    const { tortuosityFactor, bounds } = await valueOf(transportNode(mask, { pieces: 2000 }));
    expect(tortuosityFactor).toBeCloseTo(1, 3);
    expect(bounds!.tortuosityFactor![0]).toBeLessThanOrEqual(1);
    expect(bounds!.tortuosityFactor![1]).toBeGreaterThanOrEqual(1);
  });

  test('of a region of interest are per its own section', async () => {
    const mask = await maskOf(new Uint8Array(volumeOf(size)).fill(1), size);
    const region = await maskOf(
      drawn(size, (x) => x < 12),
      size,
    );
    const { relative, bounds, fraction } = await valueOf(
      transportNode(mask, { axis: 'z', pieces: 2000 }, region),
    );
    expect(fraction).toBe(1);
    expect(relative).toBeCloseTo(1, 3);
    expect(bounds!.relative[0]).toBeCloseTo(0.999, 4);
    expect(bounds!.relative[1]).toBeCloseTo(1.001, 4);
  });

  test('where the whole is no larger than a piece, it is solved whole', async () => {
    const mask = await maskOf(bits, size);
    expect(await valueOf(transportNode(mask, { pieces: volumeOf(size) }))).toEqual(
      await valueOf(transportNode(mask, {})),
    );
  });

  test('nothing through is zero; through no column alone is an error with what is known', async () => {
    const half = await maskOf(
      drawn(size, (_x, _y, z) => z < 15),
      size,
    );
    expect(await valueOf(transportNode(half, { axis: 'z', pieces: 2000 }))).toMatchObject({
      relative: 0,
      tortuosityFactor: Infinity,
      macMullin: Infinity,
      percolatingFraction: 0,
      bounds: { relative: [0, 0], tortuosityFactor: [Infinity, Infinity] },
    });
    // From one corner to another, through the wall that parts the two columns.
    const bent = await maskOf(
      drawn(size, (x, _, z) => (z < 9 ? x < 4 : x >= 12) || z === 9),
      size,
    );
    await expect(valueOf(transportNode(bent, { axis: 'z', pieces: 2000 }))).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/at most 0\.\d+. Raise pieces/) as unknown,
    });
  });

  test('are told by the provenance', async () => {
    const scan = await new Lab(engine.engine).open({ data: bits, size });
    const query = scan.threshold({ lo: 1 }).tortuosity({ axis: 'z', pieces: 2000 });
    const { provenance, relative, bounds } = await query;
    expect(bounds!.relative[0]).toBeLessThan(relative);
    expect(provenance.exactness).toBe('float-dependent');
    expect(provenance.notes['boundedTransport']).toMatchObject({
      approximation: 'between bounds, from pieces of at most 2000 voxels',
      estimator: expect.stringContaining('columns with walls') as unknown,
    });
  });

  test('options are checked', async () => {
    const mask = await maskOf(bits, size);
    expect(() => transportNode(mask, { pieces: 100 })).toThrow(/pieces.*from 512/);
    expect(() => transportNode(mask, { pieces: 600 })).toThrow(/pieces.*at least 1152/);
  });
});

test('a volume that does not fit is refused with the pieces that do, which give the same', async () => {
  const small = await openTestEngine({ memoryBudget: 2 ** 20 });
  try {
    const size: Vec3 = [40, 40, 48];
    const bits = scattered(volumeOf(size), 4, 3).map((v) => (v > 0 ? 1 : 0));
    const refused = small.value(transportNode(await maskOf(bits, size, [1, 1, 1], small), {}));
    const message = await refused.then(String, String);
    const pieces = Number(/Or give pieces: (\d+)/.exec(message)?.[1]);
    expect(pieces).toBeGreaterThan(15_000);
    const [there, here] = await Promise.all(
      [small, engine].map(async (at) =>
        valueOf(transportNode(await maskOf(bits, size, [1, 1, 1], at), { pieces }), at),
      ),
    );
    expect(there).toEqual(here);
    const { relative } = await valueOf(transportNode(await maskOf(bits, size), {}));
    expect(here!.bounds!.relative[0]).toBeLessThan(relative);
    expect(here!.bounds!.relative[1]).toBeGreaterThan(relative);
    expect(here!.relative / relative).toBeCloseTo(1, 1);
  } finally {
    await small.close();
  }
});
