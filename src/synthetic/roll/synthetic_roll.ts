import { invalidArgument } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { ByteSource } from '../../recipe/source.js';
import { portableLog } from '../elementary.js';
import { placeFaults, type RollFaults } from './defects.js';
import { rollImage } from './imaging.js';
import { rollSettings, type RollOptions, type RollSettings } from './options.js';
import { rollStructure } from './structure.js';

/** What is known of a synthetic roll. All lengths are in its unit, all angles in radians. */
export interface RollTruth extends RollFaults {
  /** Distance of two turns along the radius, but for the ovality. */
  readonly pitch: number;
  readonly turns: number;
  /** Radius at which the first turn begins. */
  readonly core: number;
  /** Length of the anode's foil along the spiral, at its middle. */
  readonly anodeLength: number;
  /** The can's axis in the middle slice, x and y. */
  readonly canCentre: readonly [number, number];
  /** The roll's axis in the middle slice, x and y. */
  readonly rollCentre: readonly [number, number];
  /** All options, those by default too. */
  readonly settings: RollSettings;
}

/** A wound cell whose voxels are made when they are asked for. */
export interface SyntheticRoll {
  /** What `lab.open(roll.file(), roll.grid)` is told. */
  readonly grid: {
    readonly size: Vec3;
    readonly dtype: 'u16';
    readonly spacing: Vec3;
    readonly unit: string;
    readonly origin: Vec3;
  };
  readonly truth: RollTruth;
  /** The slices z … z + depth − 1 of the image, x fastest; the same whatever was asked before. */
  slab(z: number, depth: number): Uint16Array<ArrayBuffer>;
  /** The materials of these slices at the centres of voxels, by {@link ROLL_MATERIALS}. */
  materials(z: number, depth: number): Uint8Array<ArrayBuffer>;
  /** The labels of outgrowths, particles and the tab at the centres of voxels; 0 elsewhere. */
  objects(z: number, depth: number): Uint16Array<ArrayBuffer>;
  /** The image as a raw little-endian file that is made while it is read. */
  file(): ByteSource;
}

/**
 * Makes a wound cell as a tomograph would see it, with the truth: a spiral of separator, coated
 * aluminium, separator and coated copper in a steel can, off its centre, oval and tilted, with
 * seeded outgrowths of copper, free particles, wrinkles, parted turns, a collapsed core, ends of
 * the cathode that stand too far out, a tab, dents of the can; then beam hardening, streaks, blur,
 * rings and noise. The same options give the same bits on every engine.
 *
 * The default is like an 18650 cell at voxels of 20 µm, 944³. Nothing is made before it is asked
 * for, so that a volume of any size costs no memory but its slab and some slices of f32: one for
 * each slice that the blur reaches (7 by default). Some 1 µs per voxel.
 *
 * Turns are counted from 0 at the start of the sheets, `theta` from x to y about the roll's axis;
 * the radius of a turn's start is core + pitch · turn. Ovality, wrinkles and gaps move sheets
 * outwards or inwards, and what lies on them with them. Grey levels are averaged along the radius
 * at 4 places of each voxel, so that foils thinner than a voxel show.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticRoll } from 'voxmetry/synthetic';
 * const roll = syntheticRoll({ size: [96, 96, 8], spacing: 60, core: 900 });
 * const lab = await openLab();
 * const scan = await lab.open(roll.file(), roll.grid);
 * console.assert((await scan.read()).data.join() === roll.slab(0, 8).join());
 * console.assert(roll.truth.pitch === 365 && roll.truth.outgrowths.length === 12);
 * await lab.dispose();
 * ```
 */
export function syntheticRoll(options: RollOptions = {}): SyntheticRoll {
  const settings = rollSettings(options);
  const faults = placeFaults(settings);
  const structure = rollStructure(settings, faults);
  const imageOf = rollImage(settings, faults, structure);
  const { size, spacing, unit, core, pitch, turns, stack, decentring } = settings;
  const [nx, ny, nz] = size;
  const sliceLength = nx * ny;
  const noLevels = new Float64Array(0);
  const check = (z: number, depth: number): void => {
    const whole = Number.isSafeInteger(z) && Number.isSafeInteger(depth);
    if (!(whole && z >= 0 && depth > 0 && z + depth <= nz))
      throw invalidArgument('slab', 'z, depth', [z, depth], `slices within 0 … ${String(nz - 1)}`);
  };
  const fill = (
    z: number,
    depth: number,
    name: 'materials' | 'objects',
    out: Uint8Array | Uint16Array,
  ) => {
    for (let k = 0; k < depth; k += 1) {
      const fillRow = structure(z + k);
      for (let y = 0; y < ny; y += 1) {
        const row = out.subarray((k * ny + y) * nx, (k * ny + y + 1) * nx);
        const nothing = { levels: undefined, materials: undefined, objects: undefined };
        fillRow(y, { ...nothing, [name]: row }, noLevels);
      }
    }
  };
  const slab = (z: number, depth: number): Uint16Array<ArrayBuffer> => {
    check(z, depth);
    const out = new Uint16Array(sliceLength * depth);
    for (let k = 0; k < depth; k += 1)
      imageOf(z + k, out.subarray(k * sliceLength, (k + 1) * sliceLength));
    return out;
  };
  const middleOf = (n: number): number => ((n - 1) / 2) * spacing;
  const canCentre = [middleOf(nx), middleOf(ny)] as const;
  const foil =
    core + 2 * (stack.separator + stack.cathode) + stack.aluminium + stack.anode + stack.copper / 2;
  return {
    grid: { size, dtype: 'u16', spacing: [spacing, spacing, spacing], unit, origin: [0, 0, 0] },
    truth: {
      ...faults,
      ...{ pitch, turns, core, canCentre, settings },
      rollCentre: [canCentre[0] + decentring[0], canCentre[1] + decentring[1]],
      anodeLength: spiralLength(foil, pitch, turns),
    },
    slab,
    materials(z, depth) {
      check(z, depth);
      const out = new Uint8Array(sliceLength * depth);
      fill(z, depth, 'materials', out);
      return out;
    },
    objects(z, depth) {
      check(z, depth);
      const out = new Uint16Array(sliceLength * depth);
      fill(z, depth, 'objects', out);
      return out;
    },
    file: () => rawFile('roll.raw', 2 * sliceLength, nz, slab),
  };
}

/** Length of a spiral of Archimedes: ∫ √(r² + (p/2π)²) dθ over whole turns and parts. */
function spiralLength(start: number, pitch: number, turns: number): number {
  const slope = pitch / (2 * Math.PI);
  const antiderivative = (r: number): number => {
    const root = Math.sqrt(r * r + slope * slope);
    return (r * root) / (2 * slope) + (slope / 2) * portableLog((r + root) / slope);
  };
  return antiderivative(start + pitch * turns) - antiderivative(start);
}

/** Slices as a file; the last one that was read is kept for the next read. */
export function rawFile(
  name: string,
  sliceBytes: number,
  slices: number,
  slab: (z: number, depth: number) => Uint16Array<ArrayBuffer>,
): ByteSource {
  let held: { readonly z: number; readonly bytes: Uint8Array<ArrayBuffer> } | undefined;
  const sliceAt = (z: number): Uint8Array<ArrayBuffer> => {
    if (held?.z !== z) {
      const data = slab(z, 1);
      // Raw files are little-endian here, whatever the machine is.
      const view = new DataView(data.buffer);
      const values = data.slice();
      values.forEach((value, i) => {
        view.setUint16(2 * i, value, true);
      });
      held = { z, bytes: new Uint8Array(data.buffer) };
    }
    return held.bytes;
  };
  return {
    name,
    size: sliceBytes * slices,
    read(offset, length, signal) {
      const out = new Uint8Array(length);
      for (let at = offset; at < offset + length;) {
        signal?.throwIfAborted();
        const z = Math.floor(at / sliceBytes);
        const from = at - z * sliceBytes;
        const part = sliceAt(z).subarray(from, Math.min(sliceBytes, from + offset + length - at));
        out.set(part, at - offset);
        at += part.length;
      }
      return Promise.resolve(out);
    },
    close() {
      held = undefined;
    },
  };
}
