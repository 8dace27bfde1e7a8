import type { Dtype } from '../recipe/dtype.js';
import { makeArray } from '../recipe/dtype.js';
import { volumeOf } from '../recipe/geometry.js';
import type { GridReader } from './grid_source.js';

/** Values as a file means them, f32: what it stores times `slope` plus `intercept`. */
export function scaledReader(
  reader: GridReader,
  stored: Dtype,
  slope: number,
  intercept: number,
): GridReader {
  return {
    read: async (region, out, pace) => {
      const values = makeArray(stored, volumeOf(region.size));
      await reader.read(region, values, pace);
      for (let i = 0; i < values.length; i++) out[i] = values[i]! * slope + intercept;
    },
    close: () => {
      reader.close();
    },
  };
}
