// Volumes that are made slice by slice, when they are asked for.
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { ByteSource } from '../recipe/source.js';
import type { RowOfRoll } from './roll/structure.js';

/** What a lab is told of a volume that is made. */
export interface MadeGrid {
  readonly size: Vec3;
  readonly dtype: 'u16';
  readonly spacing: Vec3;
  readonly unit: string;
  readonly origin: Vec3;
}

/** A volume whose voxels are made when they are asked for. */
export interface MadeSlices {
  /** The slices z … z + depth − 1 of the image, x fastest; the same whatever was asked before. */
  slab(z: number, depth: number): Uint16Array<ArrayBuffer>;
  /** The materials of these slices at the centres of voxels, by {@link ROLL_MATERIALS}. */
  materials(z: number, depth: number): Uint8Array<ArrayBuffer>;
  /** The labels of outgrowths, particles and the tab at the centres of voxels; 0 elsewhere. */
  objects(z: number, depth: number): Uint16Array<ArrayBuffer>;
  /** The image as a raw little-endian file that is made while it is read. */
  file(): ByteSource;
}

/** The grid of a volume whose spacing is the same along all axes. */
export function gridOf(settings: {
  readonly size: Vec3;
  readonly spacing: number;
  readonly unit: string;
}): MadeGrid {
  const { size, spacing, unit } = settings;
  return { size, dtype: 'u16', spacing: [spacing, spacing, spacing], unit, origin: [0, 0, 0] };
}

/** Fills a row of a slice. */
type FillRow = (y: number, out: RowOfRoll, levels: Float64Array) => void;

/**
 * A volume of what fills the rows of a slice and of what images a slice.
 *
 * @param name - Of the file.
 */
export function slicesOf(
  name: string,
  [nx, ny, nz]: Vec3,
  structure: (z: number) => FillRow,
  imageOf: (z: number, out: Uint16Array<ArrayBuffer>) => void,
): MadeSlices {
  const sliceLength = nx * ny;
  const noLevels = new Float64Array(0);
  const check = (z: number, depth: number): void => {
    const whole = Number.isSafeInteger(z) && Number.isSafeInteger(depth);
    if (!(whole && z >= 0 && depth > 0 && z + depth <= nz))
      throw invalidArgument('slab', 'z, depth', [z, depth], `slices within 0 … ${String(nz - 1)}`);
  };
  const fill = (
    [z, depth]: readonly [number, number],
    what: 'materials' | 'objects',
    out: Uint8Array | Uint16Array,
  ): void => {
    for (let k = 0; k < depth; k += 1) {
      const fillRow = structure(z + k);
      for (let y = 0; y < ny; y += 1) {
        const row = out.subarray((k * ny + y) * nx, (k * ny + y + 1) * nx);
        const nothing = { levels: undefined, materials: undefined, objects: undefined };
        fillRow(y, { ...nothing, [what]: row }, noLevels);
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
  return {
    slab,
    materials(z, depth) {
      check(z, depth);
      const out = new Uint8Array(sliceLength * depth);
      fill([z, depth], 'materials', out);
      return out;
    },
    objects(z, depth) {
      check(z, depth);
      const out = new Uint16Array(sliceLength * depth);
      fill([z, depth], 'objects', out);
      return out;
    },
    file: () => rawFile(name, 2 * sliceLength, nz, slab),
  };
}

/** Slices as a file; the last one that was read is kept for the next read. */
function rawFile(
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
