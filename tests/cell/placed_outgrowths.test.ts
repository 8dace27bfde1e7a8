import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';

// What grew from the foil of a roll, in a table with its place in the cell.

const size = [128, 128, 32] as const;
const RADIUS = 40;
let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

/** A ring of copper about (64, 64), 4 wide and coated, with a paraboloid outwards at an angle. */
function ring(angle: number, height: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
    const [x, y] = [(i % 128) - 64, (Math.floor(i / 128) % 128) - 64];
    const z = Math.floor(i / 128 ** 2) - 16;
    const off = Math.hypot(x, y) - RADIUS;
    const arc = Math.atan2(Math.sin(Math.atan2(y, x) - angle), Math.cos(Math.atan2(y, x) - angle));
    const grown = height * (1 - ((RADIUS * arc) ** 2 + z * z) / 36);
    return off > -2 && off < Math.max(2, 2 + grown) ? 200 : Math.abs(off) < 14 ? 100 : 40;
  });
}

test('an outgrowth of a roll lies where it is in the cell', async () => {
  const angle = 2;
  const scan = await lab.open({ data: ring(angle, 6), size });
  const columns = 361;
  const axis = { x: new Float64Array(32).fill(64), y: new Float64Array(32).fill(64) };
  const roll = await lab.roll(scan, {
    ...({ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1, axis } as const),
    ...{ firstZ: 0, stepZ: 1, middle: new Float32Array(columns).fill(RADIUS) },
    thickness: new Float32Array(columns).fill(4),
  });
  const options = { from: -12, to: 12, gap: 20 };
  const table = await roll.outgrowths(options);
  expect(table.length).toBe(1);
  const [row] = [...table];
  expect(Math.abs(row!['height']! - 6)).toBeLessThan(1);
  const tip = RADIUS + 2 + row!['height']!;
  expect(Math.abs(row!['x']! - 64 - tip * Math.cos(angle))).toBeLessThan(2);
  expect(Math.abs(row!['y']! - 64 - tip * Math.sin(angle))).toBeLessThan(2);
  expect(Math.abs(row!['z']! - 16)).toBeLessThan(2);
  expect(Math.abs(row!['theta']! - angle)).toBeLessThan(0.05);
  expect(row!['turn']).toBe(0);
  expect(Math.abs(row!['s']! - RADIUS * row!['theta']!)).toBeLessThan(0.1);
  // The same search on the unrolled grid, whose places are s, h, z.
  const flat = await roll.unroll({ from: -12, to: 12 }).outgrowths({ gap: 20 });
  expect(table.column('volume')).toEqual(flat.column('volume'));
  expect(table.column('s')).toEqual(flat.column('x'));
  const again = await lab.run(JSON.parse(JSON.stringify(roll.outgrowths(options).recipe)), {
    [scan.name]: scan,
  });
  expect((again['result'] as typeof table).column('x')).toEqual(table.column('x'));
  await expect(roll.outgrowths({ gap: -1 })).rejects.toMatchObject({ op: 'outgrowths' });
  await expect(roll.outgrowths({ wide: 1 } as never)).rejects.toThrow(/wide is 1/);
});
