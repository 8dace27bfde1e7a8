import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { ROLL_MATERIALS, syntheticStack, type StackOptions } from '../../src/synthetic/index.js';
import { checksum } from './checksum.js';

const NO_FAULTS = { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 0 } as const;
/** Layers of whole voxels, and nothing that moves them: pitch 20, 2 units. */
const PLAIN: StackOptions = {
  ...{ size: [40, 36, 44], spacing: 1, unit: 'voxel', sheets: 2, tilt: [0, 0] },
  stack: { separator: 2, cathode: 3, aluminium: 1, anode: 4, copper: 1 },
  ...{ extent: [30, 26], overhang: 2, defects: NO_FAULTS },
};

const CHECKSUM = 2407939435;

describe('syntheticStack', () => {
  it('has the same bits on every engine, made whole or slab by slab', () => {
    const options: StackOptions = {
      ...{ size: [40, 36, 40], spacing: 40, sheets: 3, seed: 3, bow: 30, waviness: 12 },
      ...{ zFolded: true, axis: 'y', defects: { outgrowths: 4, particles: 2 } },
    };
    const stack = syntheticStack(options);
    const whole = stack.slab(0, 40);
    expect(checksum(whole)).toBe(CHECKSUM);
    for (const z of [39, 4, 0, 5])
      expect(syntheticStack(options).slab(z, 1)).toEqual(whole.slice(z * 1440, (z + 1) * 1440));
    expect(stack.slab(2, 3)).toEqual(whole.slice(2 * 1440, 5 * 1440));
  });

  it.each(['x', 'y', 'z'] as const)('has its layers where they belong, along %s', (axis) => {
    const stack = syntheticStack({ ...PLAIN, axis });
    expect(stack.truth.pitch).toBe(20);
    const [nx, ny, nz] = stack.grid.size;
    const data = stack.materials(0, nz);
    // A loop over all voxels, by the definition.
    const ends = [2, 5, 6, 9, 11, 15, 16, 20];
    const codes = [1, 2, 4, 2, 1, 3, 5, 3];
    const [u, v, w] = ({ x: [1, 2, 0], y: [0, 2, 1], z: [0, 1, 2] } as const)[axis];
    let wrong = 0;
    for (let i = 0; i < data.length; i += 1) {
      const p = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      const off = p.map((each, k) => each - (stack.grid.size[k]! - 1) / 2);
      const depth = off[w]! + 20;
      let wanted = 0;
      if (depth >= 0 && depth < 40) {
        wanted = codes[ends.findIndex((end) => depth % 20 < end)]!;
        const more = wanted === 1 ? 1 : wanted === 2 || wanted === 4 ? -2 : 0;
        if (Math.abs(off[u]!) >= 15 + more || Math.abs(off[v]!) >= 13 + more) wanted = 0;
      }
      if (data[i] !== wanted) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it('has the sheets, outgrowths and particles that its truth says', () => {
    const stack = syntheticStack({
      ...{ size: [120, 110, 130], spacing: 1, unit: 'voxel', sheets: 3, seed: 5 },
      ...{ tilt: [0.05, -0.03], bow: 6, waviness: 1 },
      stack: { separator: 3, cathode: 6, aluminium: 2, anode: 8, copper: 2 },
      defects: {
        ...{ outgrowths: 4, outgrowthHeight: [5, 7], outgrowthAspect: 1.2, overhangs: 0 },
        ...{ particles: 2, particleRadius: [2.5, 3.5], delaminations: 1 },
      },
    });
    const { truth } = stack;
    const [nx, ny, nz] = stack.grid.size;
    const [data, objects] = [stack.materials(0, nz), stack.objects(0, nz)];
    const counts = new Map<number, number>();
    for (const id of objects) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const { id, volume } of [...truth.outgrowths, ...truth.particles])
      expect(Math.abs(counts.get(id)! / volume - 1), String(id)).toBeLessThan(0.12);
    let checked = 0;
    for (let y = 10; y < ny - 10; y += 7)
      for (let x = 10; x < nx - 10; x += 7) {
        const copper = [0, 1, 2].map((sheet) => {
          const at = truth.anodeAt(sheet, x, y);
          const z = Math.round(at);
          return Math.abs(at - z) > 0.45 || data[(z * ny + y) * nx + x] === ROLL_MATERIALS.copper;
        });
        expect(copper).toEqual([true, true, true]);
        checked += 3;
      }
    expect(checked).toBeGreaterThan(300);
    const [gap] = truth.delaminations;
    expect(truth.openingAt(gap!.sheet, gap!.u, gap!.v)).toBe(gap!.opening);
  });

  it('folds one separator about the electrodes', async () => {
    const stack = syntheticStack({ ...PLAIN, size: [64, 36, 64], sheets: 3, zFolded: true });
    const lab = new EngineLab(await Engine.open());
    const scan = await lab.open(stack.file(), stack.grid);
    expect((await scan.slice({ axis: 'z', index: 9 })).data).toEqual(stack.slab(9, 1));
    const count = async (zFolded: boolean): Promise<number> => {
      const folded = syntheticStack({
        ...{ ...PLAIN, size: [64, 36, 64], sheets: 3, zFolded },
      });
      const codes = await lab.open({ data: folded.materials(0, 64), size: folded.grid.size });
      return codes.equals(ROLL_MATERIALS.separator).components({ connectivity: 26 }).count();
    };
    expect([await count(false), await count(true)]).toEqual([6, 1]);
    await lab.dispose();
  });

  it('moves a cathode to a side', () => {
    const options = { ...PLAIN, defects: { ...NO_FAULTS, overhangs: 1 }, overhang: 4 } as const;
    const stack = syntheticStack(options);
    const [fault] = stack.truth.overhangs;
    expect(fault!.overhang).toBeCloseTo(4 - fault!.shift, 12);
    const depth = 2 + 20 * fault!.sheet + 2;
    const slice = stack.materials(depth + 1, 1);
    const along = fault!.side.startsWith('u') ? 0 : 1;
    const places = Array.from(slice, (code, i) => [code, i % 40, Math.floor(i / 40)] as const)
      .filter(([code]) => code === ROLL_MATERIALS.cathode)
      .map((each) => each[1 + along]!);
    const middle = (Math.min(...places) + Math.max(...places)) / 2 - [19.5, 17.5][along]!;
    const by = fault!.side.endsWith('0') ? -fault!.shift : fault!.shift;
    expect(Math.abs(middle - by)).toBeLessThan(0.51);
  });

  it.each<[string, StackOptions]>([
    ['size', { size: [0, 4, 4] }],
    ['spacing', { spacing: 0 }],
    ['axis', { axis: 'w' as 'z' }],
    ['sheets', { sheets: 0 }],
    ['stack.copper', { stack: { copper: 0 } }],
    ['tilt', { sheets: 2, tilt: [2, 0] }],
    ['wavelength', { wavelength: 0 }],
    ['beside each other', { defects: { outgrowthAspect: 300 } }],
    ['defects.outgrowths', { defects: { outgrowths: 1.5 } }],
    ['defects.outgrowthHeight', { defects: { outgrowthHeight: [60, 20] } }],
    ['defects.delaminations', { sheets: 3, defects: { delaminations: 3 } }],
  ])('refuses %s', (name, options) => {
    expect(() => syntheticStack(options)).toThrow(name);
    expect(() => syntheticStack(PLAIN).slab(43, 2)).toThrow('slices within');
  });
});
