import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Query } from '../../src/index.js';
import type { WindingsData } from '../../src/cell/windings_data.js';
import { Random } from '../../src/synthetic/random.js';
import { ROLL_MATERIALS, syntheticRoll, type RollOptions } from '../../src/synthetic/index.js';
import { windingsOf } from './made_windings.js';

let lab: Lab;
let second: Lab;
beforeAll(async () => {
  lab = await openEngine();
  second = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
  await second.dispose();
});

/** A ring of radius 60 in slices of 144², seen in every slice; 1½ turns, so that s has a seam. */
const ring = (slices: number): WindingsData =>
  windingsOf({
    curve: { handed: 1, from: 0, to: 3 * Math.PI, radius: () => 60 },
    angles: 720,
    axis: { x: new Array<number>(slices).fill(72), y: new Array<number>(slices).fill(72) },
  });

/** A roll with all that moves its sheets. */
const ROLL: RollOptions = {
  ...{ size: [252, 252, 12], spacing: 1, unit: 'voxel', core: 22, turns: 3.6, anodeHeight: 40 },
  stack: { separator: 2, cathode: 3, aluminium: 1, anode: 4, copper: 2 },
  can: { wall: 3 },
  defects: { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 0, wrinkles: 1, tab: false },
};

async function openRoll(seed: number) {
  const made = syntheticRoll({ ...ROLL, seed });
  const { size, spacing, unit } = made.grid;
  const data = made.materials(0, size[2]);
  const scan = await lab.open({ data, size }, { spacing, unit, name: 'scan' });
  const { anode, copper } = ROLL_MATERIALS;
  const windings = scan.equals([anode, copper]).windings({ angles: 720 });
  return { made, scan, roll: await lab.roll(scan, windings) };
}

describe('a ball', () => {
  test('keeps its volume within 2 % when it is unrolled, wherever it lies', async () => {
    const random = new Random(3);
    const size = [144, 144, 20] as const;
    for (let n = 0; n < 20; n += 1) {
      const angle = 2 * Math.PI * random.uniform();
      const h = 14 * (random.uniform() - 0.5);
      const centre = [
        72 + (60 + h) * Math.cos(angle),
        72 + (60 + h) * Math.sin(angle),
        8 + 3 * random.uniform(),
      ];
      const data = Uint8Array.from({ length: 144 * 144 * 20 }, (_, i) => {
        const at = [i % 144, Math.floor(i / 144) % 144, Math.floor(i / 144 ** 2)];
        return Math.hypot(...at.map((p, k) => p - centre[k]!)) <= 6 ? 1 : 0;
      });
      const scan = await lab.open({ data, size });
      const mask = scan.equals(1);
      const roll = await lab.roll(mask, ring(20));
      const placed = { length: 2 * Math.PI * 60, step: 0.5, from: -16, to: 16 };
      const flat = roll.unroll(placed);
      const map = roll.stretch(placed);
      const table = await flat
        .components()
        .measure({ intensity: map, columns: ['volume', 'intensityMean'] });
      const [volume, mean] = [table.column('volume'), table.column('intensityMean')];
      expect(volume.length).toBe(1);
      const own = data.reduce((a, b) => a + b, 0);
      expect(Math.abs((volume[0]! * mean[0]!) / own - 1), String(n)).toBeLessThan(0.02);
      // Without the map it would be off by κh, up to 12 %.
      const plain = (await flat.count()) * 0.25;
      if (Math.abs(h) > 4) expect(Math.abs(plain / own - 1)).toBeGreaterThan(0.03);
      scan.close();
    }
  });
});

describe('a synthetic roll', () => {
  test('lies flat: the foil, and layers as thick as they are', { timeout: 200_000 }, async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { made, roll, scan } = await openRoll(seed);
      expect(Math.abs(roll.pitch - made.truth.pitch)).toBeLessThan(0.02 * made.truth.pitch);
      const margin = 30;
      const step = 0.5;
      const flat = roll.unroll({
        ...{ method: 'nearest', start: margin, length: roll.length - 2 * margin },
        ...{ from: -8, to: 8, step },
      });
      const { data, size } = await flat.read();
      const [ns, nh, nz] = size;
      let [squares, columns, coats, foils, lost] = [0, 0, 0, 0, 0];
      for (let z = 0; z < nz; z += 1)
        for (let s = 0; s < ns; s += 1) {
          let [copper, sum, anode] = [0, 0, 0];
          for (let j = 0; j < nh; j += 1) {
            const code = data[(z * nh + j) * ns + s]!;
            if (code === ROLL_MATERIALS.copper) {
              copper += 1;
              sum += -8 + step * j;
            }
            if (code === ROLL_MATERIALS.anode) anode += 1;
          }
          if (copper === 0) {
            lost += 1;
            continue;
          }
          columns += 1;
          squares += (sum / copper) ** 2;
          coats += anode * step;
          foils += copper * step;
        }
      expect(lost / (ns * nz), String(seed)).toBeLessThan(0.01);
      expect(Math.sqrt(squares / columns), String(seed)).toBeLessThan(0.5);
      expect(Math.abs(coats / columns - 8), String(seed)).toBeLessThan(0.25);
      expect(Math.abs(foils / columns - 2), String(seed)).toBeLessThan(0.15);
      scan.close();
    }
  });

  test('gives places back and forth, and where things are', async () => {
    const { made, roll, scan } = await openRoll(5);
    const random = new Random(9);
    const half = roll.pitch / 2 - 2;
    const places = Array.from({ length: 400 }, () => {
      const h = half * (2 * random.uniform() - 1);
      return [20 + (roll.length - 40) * random.uniform(), h, 11 * random.uniform()] as const;
    });
    const cell = await roll.toCell(places);
    const at = (name: 'x' | 'y' | 'z') => cell.column(name);
    const back = await roll.toSheet(places.map((_, i) => [at('x')[i]!, at('y')[i]!, at('z')[i]!]));
    // Turns are counted from the angle 0 below the first column, wherever that is.
    const offsets = new Set<number>();
    places.forEach(([s, h, z], i) => {
      expect(Math.abs(back.column('s')[i]! - s), String(i)).toBeLessThan(1e-6);
      expect(Math.abs(back.column('h')[i]! - h), String(i)).toBeLessThan(1e-6);
      expect(back.column('z')[i]).toBe(z);
      const turn = back.column('turn')[i]! + back.column('theta')[i]! / (2 * Math.PI);
      const [x, y] = made.truth.rollCentre;
      const r = Math.hypot(at('x')[i]! - x, at('y')[i]! - y);
      // The middle of the anode lies 17 voxels above the start of its turn.
      offsets.add(Math.round(turn - (r - h - 22 - 17) / made.truth.pitch));
    });
    expect(offsets.size).toBe(1);
    // What is read there is what the unrolled grid has: by the nearest voxel, but for ties.
    const flat = await roll.unroll({ method: 'nearest', from: 0, to: 3 }).read();
    const voxels = await scan.read();
    const [ns, nh] = flat.size;
    let same = 0;
    const some = Array.from({ length: 500 }, () => Math.floor(random.uniform() * ns));
    const asked = await roll.toCell(some.map((s, i) => [s, i % nh, i % 12] as const));
    some.forEach((s, i) => {
      const [x, y, z] = (['x', 'y', 'z'] as const).map((n) => Math.round(asked.column(n)[i]!));
      if (
        voxels.data[(z! * 252 + y!) * 252 + x!] === flat.data[((i % 12) * nh + (i % nh)) * ns + s]
      )
        same += 1;
    });
    expect(same).toBeGreaterThan(497);
    const beyond = await roll.toCell([[roll.length + 1, 0, 0]]);
    expect(beyond.column('x')[0]).toBeNaN();
  });

  test('its recipes give in another lab what they give here', async () => {
    const { made, roll, scan } = await openRoll(6);
    const flat = roll.unroll({ length: 100, from: -3, to: 3 });
    const { size, spacing, unit } = made.grid;
    const given = { data: made.materials(0, size[2]), size };
    const other = await second.open(given, { spacing, unit, name: 'scan' });
    for (const query of [flat.slice({ axis: 'z' }), roll.layers(), roll.turns()]) {
      const recipe = JSON.parse(JSON.stringify((query as Query<unknown>).recipe)) as unknown;
      const { result } = await second.run(recipe, { scan: other });
      const plain = (value: unknown) =>
        JSON.stringify(value, (key, each: unknown) => (key === 'provenance' ? 0 : each));
      expect(plain(result)).toBe(plain(await query));
    }
    const { result } = await second.run(JSON.parse(JSON.stringify(flat.recipe)), { scan: other });
    expect((result as { data: Float32Array }).data).toEqual((await flat.read()).data);
    const { provenance } = await flat.read();
    expect(JSON.stringify(provenance.notes)).toContain('1 + κh');
    expect(scan.name).toBe('scan');
  });

  test('refuses what is no roll of the grid', async () => {
    const { roll, scan } = await openRoll(7);
    const short = scan.crop({ origin: [0, 0, 0], size: [252, 252, 5] });
    await expect(lab.roll(short, roll.windings)).rejects.toThrow('12 slices in which');
    const histogram = scan.histogram() as unknown as Query<WindingsData>;
    await expect(lab.roll(scan, histogram)).rejects.toThrow('windings()');
    const wrong = { ...roll.windings, angles: 2.5 };
    await expect(lab.roll(scan, wrong)).rejects.toThrow('table of windings');
    expect(() => roll.unroll({ start: 1e6 })).toThrow('unroll: start');
    expect(() => roll.unroll({ from: 3, to: 1 })).toThrow('unroll: to');
    await expect(roll.overhang(5 as never)).rejects.toThrow('overhang: cathode');
    await expect(roll.delaminations({ k: -1 })).rejects.toThrow('delaminations: k');
  });
});
