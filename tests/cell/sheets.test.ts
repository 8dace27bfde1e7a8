import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { bundle, type Mask, type Sheets } from '../../src/index.js';
import {
  Random,
  ROLL_MATERIALS,
  syntheticStack,
  type StackOptions,
  type SyntheticStack,
} from '../../src/synthetic/index.js';

let lab: EngineLab;
let inBricks: EngineLab;
beforeAll(async () => {
  lab = new EngineLab(await Engine.open());
  inBricks = new EngineLab(await Engine.open({ brick: [64, 24, 20] }));
});
afterAll(async () => {
  await lab.dispose();
  await inBricks.dispose();
});

const { anode, copper, metal, separator } = ROLL_MATERIALS;
const SMALL: StackOptions = { size: [72, 64, 80], spacing: 25, sheets: 4 };

/** The mask of some materials of a stack. */
async function maskOf(
  stack: SyntheticStack,
  where = lab,
  codes: readonly number[] = [anode, copper, metal],
): Promise<Mask> {
  const { size, spacing, unit } = stack.grid;
  const data = stack.materials(0, size[2]);
  return (await where.open({ data, size }, { name: 'scan', spacing, unit })).equals(codes);
}

/** A mask of slabs across z, as rows [from, to] at each (x, y). */
async function drawn(
  size: Vec3,
  runs: (x: number, y: number) => readonly (readonly [number, number])[],
  where = lab,
): Promise<Mask> {
  const [nx, ny, nz] = size;
  const data = new Uint8Array(nx * ny * nz);
  for (let y = 0; y < ny; y += 1)
    for (let x = 0; x < nx; x += 1)
      for (const [from, to] of runs(x, y))
        for (let z = from; z <= to; z += 1) data[(z * ny + y) * nx + x] = 1;
  return (await where.open({ data, size })).equals(1);
}

const plain = ({ provenance: _, ...found }: Sheets): unknown => found;

describe('sheets', () => {
  it.each(['x', 'y', 'z'] as const)('finds every sheet of a stack along %s', async (axis) => {
    const size: Vec3 = axis === 'z' ? [72, 64, 80] : axis === 'y' ? [72, 80, 64] : [80, 72, 64];
    const stack = syntheticStack({ ...SMALL, size, axis });
    const { truth } = stack;
    const found = await (await maskOf(stack)).sheets({ axis });
    expect([found.sheets, found.unit, found.axis, found.columns, found.rows]).toEqual([
      ...[4, 'µm', axis, 72, 64],
    ]);
    expect(Math.abs(found.fit.pitch.value / truth.pitch - 1)).toBeLessThan(0.01);
    expect(found.tracing).toMatchObject({ torn: 0, inContact: 0, contradictory: 0 });
    expect(found.faults).toEqual([]);
    let seen = 0;
    found.middle.forEach((middle, i) => {
      if (Number.isNaN(middle)) return;
      const [u, v] = [i % 72, Math.floor(i / 72) % 64];
      const sheet = Math.floor(i / (72 * 64));
      expect(Math.abs(middle - truth.anodeAt(sheet, 25 * u, 25 * v))).toBeLessThan(26);
      expect(Math.abs(found.thickness[i]! - 170)).toBeLessThan(26);
      seen += 1;
    });
    expect(seen / found.middle.length).toBeGreaterThan(0.75);
  });

  it('is the same in bricks, and from a stored recipe', async () => {
    const stack = syntheticStack({ ...SMALL, seed: 5, tilt: [0.1, -0.05], waviness: 20 });
    const query = (await maskOf(stack)).sheets({ every: 2 });
    const own = await query;
    expect([own.columns, own.rows, own.u.step]).toEqual([36, 32, 50]);
    expect(plain(await (await maskOf(stack, inBricks)).sheets({ every: 2 }))).toEqual(plain(own));
    const stored = JSON.parse(JSON.stringify(bundle({ result: query }))) as ReturnType<
      typeof bundle
    >;
    const { size, spacing, unit } = stack.grid;
    const scan = await inBricks.open(
      { data: stack.materials(0, 80), size },
      { name: 'scan', spacing, unit },
    );
    const { result } = await inBricks.replay(stored, { scan });
    expect(plain(result as Sheets)).toEqual(plain(own));
  });

  it('numbers what lies on what: over holes, fragments, wide gaps and pinholes', async () => {
    // Sheets of 4 voxels, 10 apart; the second is missing in a quarter, the third is in two
    // pieces, of which one has a pinhole; the fourth lies 1.7 pitches above it in a part.
    const runs = (x: number, y: number): [number, number][] => {
      const out: [number, number][] = [[2, 5]];
      if (x < 20 || y < 20) out.push([12, 15]);
      if (x < 18) out.push([22, 25]);
      if (x > 21 && x === 30 && y === 10) out.push([22, 22], [24, 25]);
      else if (x > 21) out.push([22, 25]);
      const up = y > 28 ? 7 : y > 24 ? y - 24 : 0;
      out.push([32 + up, 35 + up], [42 + up, 45 + up]);
      return out;
    };
    const found = await (await drawn([40, 40, 64], runs)).sheets();
    expect(found.sheets).toBe(5);
    expect(found.tracing.pieces).toBe(1);
    expect([found.tracing.strays, found.tracing.torn, found.faults.length]).toEqual([0, 0, 0]);
    let wrong = 0;
    for (let y = 0; y < 40; y += 1)
      for (let x = 0; x < 40; x += 1) {
        const up = y > 28 ? 7 : y > 24 ? y - 24 : 0;
        const wanted = [3.5, x < 20 || y < 20 ? 13.5 : NaN, x < 18 || x > 21 ? 23.5 : NaN];
        wanted.push(33.5 + up, 43.5 + up);
        wanted.forEach((middle, sheet) => {
          if (!Object.is(found.middle[(sheet * 40 + y) * 40 + x]!, middle)) wrong += 1;
        });
      }
    expect(wrong).toBe(0);
    expect(found.thickness[(2 * 40 + 10) * 40 + 30]).toBe(4);
  });

  it('tells folds, contacts and ruptures, the same in bricks', async () => {
    const sheetsAt = (x: number, y: number): readonly (readonly [number, number])[] => {
      const out: (readonly [number, number])[] = [
        [2, 5],
        [12, 15],
        [22, 25],
        [32, 35],
      ];
      // The two in the middle come together at the upper end of x.
      if (x >= 34) out.splice(1, 2, [12 + (x - 33), 15 + (x - 33)], [22 - (x - 33), 25 - (x - 33)]);
      if (x >= 36) out.splice(1, 2, [15, 22]);
      if (x === 39) out.splice(1, 1);
      // A particle that joins the lowest two.
      if (Math.hypot(x - 12, y - 20) < 4) out.splice(0, 2, [2, 15]);
      return out;
    };
    const found = await (await drawn([40, 40, 40], sheetsAt)).sheets();
    expect(found.sheets).toBe(4);
    const kinds = found.faults.map(({ kind, sheets }) => [kind, sheets.join()]);
    expect(kinds).toContainEqual(['fold', '1,2']);
    expect(kinds).toContainEqual(['contact', '0,1']);
    expect(kinds).toHaveLength(2);
    const fold = found.faults.find(({ kind }) => kind === 'fold');
    expect(fold!.u).toBeGreaterThan(33);
    expect(fold!.along).toBeGreaterThan(13);
    const bricks = await (await drawn([40, 40, 40], sheetsAt, inBricks)).sheets();
    expect(plain(bricks)).toEqual(plain(found));
  });

  it.each([
    ['whose layers touch', 1, 4],
    ['of the last sheet, whose layers touch', 3, 4],
    ['whose layers lie apart', 1, 6],
    ['of the last sheet, whose layers lie apart', 3, 6],
    ['of the first sheet, downwards', 0, -6],
  ] as const)('tells an edge that is folded back, %s', async (_, folded, by) => {
    const sheetsAt = (x: number): readonly (readonly [number, number])[] =>
      [0, 1, 2, 3].flatMap((k): readonly (readonly [number, number])[] => {
        const [low, high] = [12 + 14 * k, 15 + 14 * k];
        if (k !== folded || x < 18) return [[low, high]];
        if (x > 24) return [];
        if (x < 24) return [[low, high], [low + by, high + by]]; // prettier-ignore
        return [[low + Math.min(0, by), high + Math.max(0, by)]];
      });
    const found = await (await drawn([32, 24, 72], sheetsAt)).sheets();
    expect(found.sheets).toBe(4);
    expect(found.faults.map(({ kind, sheets }) => [kind, ...sheets])).toEqual([['fold', folded]]);
    expect(found.faults[0]!.u).toBeGreaterThanOrEqual(18);
    // The others, and the rest of this one, are as they are without it.
    expect(found.fit.pitch.value).toBeCloseTo(14, 6);
    const ofThis = found.middle.subarray(32 * 24 * folded, 32 * 24 * (folded + 1));
    expect(ofThis[10 * 32 + 5]).toBe(13.5 + 14 * folded);
  });

  it('tells the layers of a separator that is folded about the electrodes', async () => {
    const stack = syntheticStack({
      ...{ size: [96, 24, 96], spacing: 12.5, sheets: 2, zFolded: true, tilt: [0, 0] },
      ...{ extent: [700, 400], overhang: 12.5 },
      stack: { separator: 50 },
      defects: { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 0 },
    });
    const found = await (await maskOf(stack, lab, [separator])).sheets();
    expect(found.sheets).toBe(4);
    const folds = found.faults.filter(({ kind }) => kind === 'fold');
    expect(folds.map(({ sheets }) => sheets.join()).sort()).toEqual(['0,1', '1,2', '2,3']);
    expect(found.faults.length).toBe(3);
    for (const { sheets, u } of folds) expect(u > 594).toBe(sheets[0] !== 1);
  });

  it('refuses what is no stack, and offers the axis that looks right', async () => {
    const stack = syntheticStack(SMALL);
    await expect((await maskOf(stack)).sheets({ axis: 'x' }).run()).rejects.toThrow(
      /fewer|sheets.*along z there are .* state `axis`, 'z'/,
    );
    const two = await drawn([20, 20, 20], () => [
      [2, 4],
      [10, 12],
    ]);
    await expect(two.sheets().run()).rejects.toThrow('a stack of 2 sheets along z');
    const none = await drawn([20, 20, 20], () => []);
    await expect(none.sheets().run()).rejects.toMatchObject({ code: 'empty-phase' });
    const random = new Random(1);
    const noise = await drawn([40, 40, 40], () =>
      Array.from({ length: 40 }, (_, z) => [z, random.uniform() < 0.4 ? z : -1] as const),
    );
    const wild = noise.sheets().run();
    await expect(wild).rejects.toThrow('whose sheets contradict each other');
  });
});
