import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { portableAngle, portableDirection, turnBetween } from '../../src/synthetic/angles.js';
import { ROLL_MATERIALS, syntheticRoll, type RollOptions } from '../../src/synthetic/index.js';
import { checksum } from './checksum.js';

/** Layers of whole voxels, and nothing that moves them: pitch 20, 3 turns. */
const PLAIN: RollOptions = {
  size: [176, 176, 12],
  spacing: 1,
  unit: 'voxel',
  stack: { separator: 2, cathode: 3, aluminium: 1, anode: 4, copper: 1 },
  core: 14,
  turns: 2,
  decentring: [0, 0],
  ovality: 0,
  tilt: [0, 0],
  can: { ovality: 0, wall: 3 },
  anodeHeight: 30,
  overhang: 2,
  defects: { outgrowths: 0, particles: 0, wrinkles: 0, delaminations: 0, overhangs: 0, tab: false },
};
const NO_FAULTS = PLAIN.defects!;

const CHECKSUM = 3042269722;

describe('angles', () => {
  it('are those of Math to 10⁻¹⁴', () => {
    for (let i = 0; i <= 720; i += 1) {
      const angle = (i * Math.PI) / 360;
      const [cosine, sine] = portableDirection(angle);
      expect(Math.abs(cosine - Math.cos(angle))).toBeLessThan(1e-14);
      expect(Math.abs(sine - Math.sin(angle))).toBeLessThan(1e-14);
      const back = portableAngle(3 * cosine, 3 * sine);
      expect(Math.abs(turnBetween(back, angle % (2 * Math.PI)))).toBeLessThan(1e-14);
    }
    expect(portableAngle(0, 0)).toBe(0);
  });
});

describe('syntheticRoll', () => {
  it('has the same bits on every engine, made whole or slab by slab', () => {
    const options = { size: [96, 96, 9], spacing: 60, core: 900, collapse: 300, seed: 3 } as const;
    const roll = syntheticRoll(options);
    const whole = roll.slab(0, 9);
    expect(checksum(whole)).toBe(CHECKSUM);
    const backwards = [8, 4, 0, 5].map((z) => [z, syntheticRoll(options).slab(z, 1)] as const);
    for (const [z, slice] of backwards)
      expect(slice).toEqual(whole.slice(z * 96 * 96, (z + 1) * 96 * 96));
    expect(roll.slab(2, 3)).toEqual(whole.slice(2 * 96 * 96, 5 * 96 * 96));
  });

  it('has its layers where the spiral says', () => {
    const roll = syntheticRoll(PLAIN);
    expect(roll.truth.pitch).toBe(20);
    const slice = roll.materials(5, 1);
    const centre = 87.5;
    // A loop over all voxels, by the definition: the depth in the stack of the turn.
    const ends = [2, 5, 6, 9, 11, 15, 16, 20];
    const codes = [1, 2, 4, 2, 1, 3, 5, 3];
    let wrong = 0;
    for (let y = 0; y < 176; y += 1)
      for (let x = 0; x < 176; x += 1) {
        const radius = Math.hypot(x - centre, y - centre);
        const angle = (Math.atan2(y - centre, x - centre) + 2 * Math.PI) % (2 * Math.PI);
        const winding = (radius - 14) / 20 - angle / (2 * Math.PI);
        const [turn, part] = [Math.floor(winding), winding - Math.floor(winding)];
        const at = turn + angle / (2 * Math.PI);
        let expected = 0;
        if (turn >= 0 && at < 2) expected = codes[ends.findIndex((end) => part * 20 < end)]!;
        if ((expected === 2 || expected === 4) && (at < 0.5 || at >= 1.5)) expected = 0;
        const outer = 0.485 * 176;
        if (radius < outer && radius >= outer - 3) expected = ROLL_MATERIALS.steel;
        if (slice[y * 176 + x] !== expected) wrong += 1;
      }
    expect(wrong).toBeLessThan(4);
  });

  it('has outgrowths, particles and a tab of the sizes that its tables say', () => {
    const roll = syntheticRoll({
      ...PLAIN,
      size: [448, 448, 96],
      stack: { separator: 8, cathode: 6, aluminium: 3, anode: 20, copper: 3 },
      core: 40,
      turns: 1.4,
      anodeHeight: 110,
      can: { radius: 223, wall: 4, ovality: 0 },
      defects: {
        ...NO_FAULTS,
        ...{ outgrowths: 3, outgrowthHeight: [9, 14], outgrowthAspect: 1 },
        ...{ particles: 2, particleRadius: [4, 6], tab: true },
      },
    });
    const counts = new Map<number, number>();
    for (let z = 0; z < 96; z += 16)
      for (const id of roll.objects(z, 16)) counts.set(id, (counts.get(id) ?? 0) + 1);
    const { outgrowths, particles, tab } = roll.truth;
    for (const { id, volume } of [...outgrowths, ...particles])
      expect(Math.abs(counts.get(id)! / volume - 1), String(id)).toBeLessThan(0.06);
    expect(counts.get(tab!.id)! / (96 * tab!.width * tab!.thickness)).toBeCloseTo(1, 1);
    for (const { height, toSeparator, toCollector } of outgrowths) {
      expect(toSeparator).toBeCloseTo(20 - height, 12);
      expect(toCollector).toBeCloseTo(34 - height, 12);
    }
  });

  it('lets turns fall into the core, part and bend, without changing what they are made of', () => {
    const plain = syntheticRoll(PLAIN).materials(5, 1);
    const share = (slice: Uint8Array, code: number): number =>
      slice.reduce((n, v) => n + Number(v === code), 0);
    for (const change of [
      { collapse: 6 },
      { defects: { ...NO_FAULTS, wrinkles: 1 } },
      { defects: { ...NO_FAULTS, delaminations: 1 } },
    ]) {
      const slice = syntheticRoll({ ...PLAIN, ...change }).materials(5, 1);
      expect(slice).not.toEqual(plain);
      for (const code of [1, 3])
        expect(share(slice, code) / share(plain, code), JSON.stringify(change)).toBeGreaterThan(
          0.9,
        );
    }
  });

  it('ends its electrodes where the overhang says', () => {
    const options = { ...PLAIN, size: [176, 176, 40], anodeHeight: 30, overhang: 4 } as const;
    const heights = (roll: ReturnType<typeof syntheticRoll>, code: number): number =>
      Array.from({ length: 40 }, (_, z) => roll.materials(z, 1).includes(code)).filter(Boolean)
        .length;
    const roll = syntheticRoll(options);
    expect([heights(roll, ROLL_MATERIALS.copper), heights(roll, ROLL_MATERIALS.aluminium)]).toEqual(
      [30, 22],
    );
    const faulty = syntheticRoll({ ...options, defects: { ...NO_FAULTS, overhangs: 1 } });
    const { shift, overhang } = faulty.truth.overhangs[0]!;
    expect(overhang).toBeCloseTo(4 - shift, 12);
    const more = heights(faulty, ROLL_MATERIALS.aluminium) - 22;
    expect(Math.abs(more - shift)).toBeLessThan(1);
  });

  it('can be dented', () => {
    const options = { ...PLAIN, can: { ...PLAIN.can, dents: 1, dentDepth: 4 } };
    const [dent] = syntheticRoll(options).truth.dents;
    const x = Math.round(87.5 + (0.485 * 176 - 1.5) * Math.cos(dent!.theta));
    const y = Math.round(87.5 + (0.485 * 176 - 1.5) * Math.sin(dent!.theta));
    const at = (roll: ReturnType<typeof syntheticRoll>): number =>
      roll.materials(Math.min(11, Math.max(0, Math.round(dent!.z))), 1)[y * 176 + x]!;
    expect(at(syntheticRoll(PLAIN))).toBe(ROLL_MATERIALS.steel);
    expect(at(syntheticRoll(options))).toBe(ROLL_MATERIALS.void);
  });

  it('opens as a file that is made while it is read', async () => {
    const roll = syntheticRoll({ size: [64, 64, 6], spacing: 90, core: 900, defects: NO_FAULTS });
    const lab = new EngineLab(await Engine.open());
    const scan = await lab.open(roll.file(), roll.grid);
    expect(scan.unit).toBe('µm');
    expect((await scan.slice({ axis: 'z', index: 4 })).data).toEqual(roll.slab(4, 1));
    expect((await scan.read()).data).toEqual(roll.slab(0, 6));
    await lab.dispose();
  });

  it.each<[string, RollOptions]>([
    ['size', { size: [0, 4, 4] }],
    ['spacing', { spacing: 0 }],
    ['turns', { turns: 40 }],
    ['stack.copper', { stack: { copper: 0 } }],
    ['ovality', { ovality: 0.5 }],
    ['collapse', { collapse: 1e9 }],
    ['beside each other', { defects: { outgrowthAspect: 300 } }],
    ['defects.outgrowths', { defects: { outgrowths: 1.5 } }],
    ['defects.outgrowthHeight', { defects: { outgrowthHeight: [60, 20] } }],
    ['imaging.beamHardening', { imaging: { beamHardening: 2 } }],
  ])('refuses %s', (name, options) => {
    expect(() => syntheticRoll(options)).toThrow(name);
    expect(() => syntheticRoll(PLAIN).slab(11, 2)).toThrow('slices within');
  });
});
