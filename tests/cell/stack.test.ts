import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Stack, Volume } from '../../src/index.js';
import { ROLL_MATERIALS, syntheticStack, type StackOptions } from '../../src/synthetic/index.js';
import { Random } from '../../src/synthetic/random.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

const { anode, copper, metal } = ROLL_MATERIALS;
/** A stack with all that moves its sheets; foils of 4 voxels. */
const STACK: StackOptions = {
  ...{ size: [96, 80, 188], spacing: 1, unit: 'voxel', sheets: 3, extent: [150, 150] },
  stack: { separator: 4, cathode: 6, aluminium: 2, anode: 14, copper: 4 },
  ...{ tilt: [0.06, -0.04], bow: 5, waviness: 1, wavelength: 90, overhang: 2 },
  defects: { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 0 },
};

async function openStack(options: StackOptions) {
  const made = syntheticStack(options);
  const { size, spacing, unit } = made.grid;
  const data = made.materials(0, size[2]);
  const scan = await lab.open({ data, size }, { spacing, unit, name: 'scan' });
  const sheets = scan.equals([anode, copper, metal]).sheets();
  return { made, scan, stack: (await lab.stack(scan, sheets)) as Stack<Volume> };
}

describe('a synthetic stack', () => {
  test('lies flat: the foil, and layers as thick as they are', async () => {
    for (const seed of [1, 2]) {
      const { made, scan, stack } = await openStack({ ...STACK, seed });
      // Along the normal, of the sheets in the middle.
      expect(Math.abs(stack.pitch / made.truth.pitch - 1)).toBeLessThan(0.01);
      for (const sheet of [0, 2]) {
        const flat = stack.flatten({ sheet, method: 'nearest', from: -20, to: 20, step: 0.5 });
        const { data, size } = await flat.read();
        const [nu, nh, nv] = size;
        let [squares, columns, foils, coats, cosines] = [0, 0, 0, 0, 0];
        const at = (u: number, v: number): number => made.truth.anodeAt(sheet, u, v);
        for (let v = 8; v < nv - 8; v += 1)
          for (let u = 8; u < nu - 8; u += 1) {
            let [own, sum, coated] = [0, 0, 0];
            for (let j = 0; j < nh; j += 1) {
              const code = data[(v * nh + j) * nu + u]!;
              if (code === copper) [own, sum] = [own + 1, sum - 20 + 0.5 * j];
              if (code === anode) coated += 1;
            }
            columns += 1;
            const slope = [at(u + 1, v) - at(u - 1, v), at(u, v + 1) - at(u, v - 1)] as const;
            cosines += 1 / Math.hypot(1, slope[0] / 2, slope[1] / 2);
            squares += (sum / own) ** 2;
            foils += own / 2;
            coats += coated / 2;
          }
        expect(Math.sqrt(squares / columns)).toBeLessThan(0.4);
        expect(Math.abs(foils / columns - 4)).toBeLessThan(0.1);
        // Layers of the stack are as thick along the axis: less by the cosine along the normal.
        expect(Math.abs((coats - 28 * cosines) / columns)).toBeLessThan(0.25);
      }
      scan.close();
    }
  });

  test('gives places back and forth', async () => {
    const { made, scan, stack } = await openStack({ ...STACK, seed: 3 });
    const random = new Random(9);
    const places = Array.from({ length: 200 }, () => {
      const [u, v] = [10 + 76 * random.uniform(), 10 + 60 * random.uniform()];
      return [u, 30 * (random.uniform() - 0.5), v] as const;
    });
    for (const sheet of [0, 1, 2]) {
      const cell = await stack.toCell(places, { sheet });
      const at = (name: 'x' | 'y' | 'z') => cell.column(name);
      const back = await stack.toSheet(
        places.map((_, i) => [at('x')[i]!, at('y')[i]!, at('z')[i]!]),
      );
      places.forEach(([u, h, v], i) => {
        expect(back.column('sheet')[i]).toBe(sheet);
        expect(Math.abs(back.column('u')[i]! - u), String(i)).toBeLessThan(1e-6);
        expect(Math.abs(back.column('h')[i]! - h), String(i)).toBeLessThan(1e-6);
        expect(Math.abs(back.column('v')[i]! - v), String(i)).toBeLessThan(1e-6);
      });
      const [x, y] = [48, 40];
      const [middle] = (await stack.toCell([[x, 0, y]], { sheet })).column('z');
      expect(Math.abs(middle! - made.truth.anodeAt(sheet, x, y))).toBeLessThan(0.5);
    }
    scan.close();
  });

  test('has layers of its thickness and gap, as maps and as a table', async () => {
    const { scan, stack } = await openStack({ ...STACK, seed: 4, bow: 0, waviness: 0 });
    const cosine = 1 / Math.hypot(1, 0.06, -0.04);
    const { summaries, gap } = await stack.layers();
    expect(gap.length).toBe(3 * 96 * 80);
    const table = await stack.table();
    summaries.forEach(({ thickness, gap: between, deviation, unseen }, sheet) => {
      expect(Math.abs(thickness.mean - 32 * cosine)).toBeLessThan(0.05);
      if (sheet < 2) expect(Math.abs(between.mean - 22 * cosine)).toBeLessThan(0.05);
      else expect(between.mean).toBeNaN();
      expect(Math.abs(deviation.mean)).toBeLessThan(0.05);
      expect(unseen).toBe(0);
      expect(table.column('thickness')[sheet]).toBe(thickness.mean);
      expect(table.column('gap.low')[sheet]).toBe(between.low);
    });
    scan.close();
  });

  test('keeps the volume of a ball', async () => {
    const { scan, stack } = await openStack({ ...STACK, tilt: [0.3, -0.2], bow: 20, waviness: 0 });
    const size = scan.size;
    const [ball] = (await stack.toCell([[48, 6, 40]])).rows();
    const data = Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
      const at = [
        i % size[0],
        Math.floor(i / size[0]) % size[1],
        Math.floor(i / size[0] / size[1]),
      ];
      return Math.hypot(at[0]! - ball!['x']!, at[1]! - ball!['y']!, at[2]! - ball!['z']!) <= 8
        ? 1
        : 0;
    });
    const own = data.reduce((a, b) => a + b, 0);
    const drawn = await lab.open({ data, size }, { unit: 'voxel' });
    const other = await lab.stack(drawn.equals(1), stack.sheets);
    const placed = { from: -10, to: 20, step: 0.5 };
    const table = await other
      .flatten(placed)
      .components()
      .measure({ intensity: other.stretch(placed), columns: ['volume', 'intensityMean'] });
    const volume = table.column('volume')[0]! * table.column('intensityMean')[0]!;
    expect(Math.abs(volume / own - 1)).toBeLessThan(0.02);
    expect(Math.abs(table.column('volume')[0]! / own - 1)).toBeGreaterThan(0.03);
    scan.close();
    drawn.close();
  });

  test('refuses what is no stack of its own', async () => {
    const { scan, stack } = await openStack({ ...STACK, size: [48, 40, 188], seed: 4 });
    expect(() => stack.flatten({ sheet: 3 })).toThrow('0 … 2');
    expect(() => stack.flatten({ from: 2, to: 1 })).toThrow('to is 1');
    const other = scan.equals(copper).count();
    await expect(lab.stack(scan, other as never)).rejects.toThrow('of sheets()');
    await expect(lab.stack(scan, { ...stack.sheets, unit: 'mm' })).rejects.toThrow("sheets' unit");
    const short = { ...stack.sheets, middle: stack.sheets.middle.subarray(1) };
    await expect(lab.stack(scan, short)).rejects.toThrow('one of each cell');
    scan.close();
  });
});

test('anodes stand out beyond cathodes as the truth says, at every side', async () => {
  const overhang = 4;
  const { made, scan, stack } = await openStack({
    ...{ size: [64, 56, 176], spacing: 1, unit: 'voxel', seed: 3, sheets: 3, extent: [52, 44] },
    stack: { separator: 4, cathode: 6, aluminium: 2, anode: 14, copper: 4 },
    ...{ tilt: [0.05, -0.04], overhang },
    defects: { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 1 },
  });
  const cathode = scan.equals([ROLL_MATERIALS.cathode, ROLL_MATERIALS.aluminium]).sheets();
  const under = await lab.stack(scan, cathode);
  const { sides, all } = await stack.overhang(under, { tolerance: 2 });
  expect(sides.length).toBe(12);
  const [fault] = made.truth.overhangs;
  const opposite = `${fault!.side[0]!}${fault!.side.endsWith('0') ? '1' : '0'}`;
  for (const { sheet, side, mean, min, low, high, below, unseen, overhang: values } of sides) {
    const where = `${String(sheet)} ${side}`;
    const moved = sheet !== fault!.sheet ? 0 : fault!.shift;
    const truth = overhang - (side === fault!.side ? moved : side === opposite ? -moved : 0);
    expect(Math.abs(mean - truth), where).toBeLessThanOrEqual(1);
    expect(low <= truth && truth <= high, where).toBe(true);
    // A cathode that lies too far to a side reaches beyond the anodes in some of its rows.
    expect(unseen, where).toBeLessThan(sheet === fault!.sheet ? 0.1 : 1e-9);
    expect(below, where).toBe(truth < 2 ? 1 : 0);
    expect(min, where).toBe(Math.min(...values.filter((value) => !Number.isNaN(value))));
  }
  expect(all.min).toBe(Math.min(...sides.map(({ min }) => min)));
  await expect(under.overhang(scan as never)).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('an end in the first or last column may be cut off, and is not known', async () => {
  const scan = await lab.open({ data: new Uint8Array(12 * 8 * 32), size: [12, 8, 32] });
  const sheets = (first: number, from: number, to: number) =>
    lab.stack(scan, {
      ...({ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 12, rows: 8 } as const),
      ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
      thickness: new Float32Array(288).fill(3),
      middle: Float32Array.from({ length: 288 }, (_, i) =>
        i % 12 >= from && i % 12 <= to ? first + 8 * Math.floor(i / 96) : NaN,
      ),
    });
  const { sides } = await (await sheets(6, 1, 11)).overhang(await sheets(10, 2, 7));
  const unseen = sides.filter(({ sheet }) => sheet === 0).map((each) => each.unseen);
  expect(unseen).toEqual([0, 1, 1, 1]);
  expect(sides[0]).toMatchObject({ side: 'u0', mean: 1, min: 1, std: 0, below: 0 });
  expect(sides[1]).toMatchObject({ side: 'u1', mean: NaN, below: NaN });
});
