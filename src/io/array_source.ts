import type { Dtype, GridArray } from '../recipe/dtype.js';
import { DTYPES, dtypeOf, makeArray } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import { calibrated, makeGridSource } from './grid_source.js';
import { F64_WARNING } from './sample_type.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';

const ALLOWED =
  'a Uint8, Int8, Uint16, Int16, Uint32, Int32 or Float32 array (Float64 and plain numbers become f32)';

/**
 * Opens an array that is the grid itself, x fastest. Typed arrays are kept, not copied: do not
 * write to them while the source is open. Plain numbers become f32, or the `dtype` asked for.
 */
export function openArray(data: unknown, size: Vec3, options: OpenOptions): GridSource {
  const length = lengthOf(data);
  if (length !== volumeOf(size)) {
    const allowed = `${size.join('×')} = ${volumeOf(size)} values, x fastest`;
    throw invalidArgument('open', 'data length', length, allowed);
  }
  const warnings: string[] = [];
  const values = asGrid(data, options.dtype, warnings);
  const dtype = dtypeOf(values);
  if (dtype === undefined) throw invalidArgument('open', 'data', typeName(data), ALLOWED);
  if (options.dtype !== undefined && options.dtype !== dtype) {
    const allowed = `${dtype}, the type of the array (convert the array, or leave dtype out)`;
    throw invalidArgument('open', 'dtype', options.dtype, allowed);
  }
  let held: GridArray | undefined = values;
  return makeGridSource(
    {
      name: options.name ?? 'array',
      format: 'array',
      dtype,
      size,
      warnings,
      ...calibrated(options),
    },
    {
      read: async (region, out, pace) => {
        for (let z = 0; z < region.size[2]; z++) {
          if (held !== undefined) copySlice(held, size, region, z, out);
          await pace.step((z + 1) / region.size[2]);
        }
      },
      close: () => {
        held = undefined;
      },
    },
  );
}

function copySlice(data: GridArray, size: Vec3, region: Region, z: number, out: GridArray): void {
  const [nx, ny] = region.size;
  const [x0, y0, z0] = region.origin;
  for (let y = 0; y < ny; y++) {
    const from = ((z0 + z) * size[1] + y0 + y) * size[0] + x0;
    out.set(data.subarray(from, from + nx), (z * ny + y) * nx);
  }
}

function asGrid(data: unknown, dtype: Dtype | undefined, warnings: string[]): GridArray {
  if (Array.isArray(data)) return fromNumbers(data, dtype ?? 'f32');
  if (data instanceof Float64Array) {
    warnings.push(F64_WARNING);
    return Float32Array.from(data);
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const allowed = `${ALLOWED}; 64-bit integers do not fit, so narrow them first, for example with Uint32Array.from(data, Number)`;
    throw invalidArgument('open', 'data', typeName(data), allowed);
  }
  if (data instanceof Uint8ClampedArray) {
    return new Uint8Array(data.buffer, data.byteOffset, data.length) as GridArray;
  }
  if (ArrayBuffer.isView(data) && dtypeOf(data) !== undefined) return data as GridArray;
  throw invalidArgument('open', 'data', typeName(data), ALLOWED);
}

function fromNumbers(data: readonly unknown[], dtype: Dtype): GridArray {
  const out = makeArray(dtype, data.length);
  const { min, max, integer } = DTYPES[dtype];
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (typeof value !== 'number') {
      throw invalidArgument('open', `data[${i}]`, value, 'a number');
    }
    if (integer && !(Number.isInteger(value) && value >= min && value <= max)) {
      throw invalidArgument(
        'open',
        `data[${i}]`,
        value,
        `whole numbers from ${min} to ${max} (${dtype})`,
      );
    }
    out[i] = value;
  }
  return out;
}

function lengthOf(data: unknown): number {
  const length = (data as { length?: unknown } | null | undefined)?.length;
  if (typeof length !== 'number') throw invalidArgument('open', 'data', typeName(data), ALLOWED);
  return length;
}

function typeName(data: unknown): string {
  return Object.prototype.toString.call(data).slice(8, -1);
}
