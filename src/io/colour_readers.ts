import type { GridArray } from '../recipe/dtype.js';
import { DTYPES, dtypeOf, makeArray } from '../recipe/dtype.js';
import type { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridReader } from './grid_source.js';
import { Pace } from './pace.js';

/** What ITU-R BT.709 weighs red, green and blue with. */
export const LUMINANCE_WEIGHTS = [0.2126, 0.7152, 0.0722] as const;

/** Readers of red, green and blue. */
export type ColourReaders = readonly [GridReader, GridReader, GridReader];

/** The luminance of colours, rounded where they are integers. */
export function luminanceReader(colours: ColourReaders): GridReader {
  const [wr, wg, wb] = LUMINANCE_WEIGHTS;
  return bySlice(colours, (red, green, blue, out) => {
    const { integer } = DTYPES[dtypeOf(out)!];
    for (let i = 0; i < out.length; i++) {
      const sum = red[i]! * wr + green[i]! * wg + blue[i]! * wb;
      out[i] = integer ? Math.round(sum) : sum;
    }
  });
}

/** One grey value of colours that are equal; throws `differ()` where they are not. */
export function equalReader(colours: ColourReaders, differ: () => VoxmetryError): GridReader {
  return bySlice(colours, (red, green, blue, out) => {
    for (let i = 0; i < out.length; i++) {
      if (!Object.is(red[i], green[i]) || !Object.is(red[i], blue[i])) throw differ();
      out[i] = red[i]!;
    }
  });
}

/** Reads the colours slice by slice, so that they take little more memory than the result. */
function bySlice(
  colours: ColourReaders,
  combine: (red: GridArray, green: GridArray, blue: GridArray, out: GridArray) => void,
): GridReader {
  const read = async ({ origin, size }: Region, out: GridArray, pace: Pace): Promise<void> => {
    const [nx, ny, nz] = size;
    for (let i = 0; i < nz; i++) {
      const slice: Region = { origin: [origin[0], origin[1], origin[2] + i], size: [nx, ny, 1] };
      const values: GridArray[] = [];
      for (const colour of colours) {
        const part = makeArray(dtypeOf(out)!, nx * ny);
        await colour.read(slice, part, new Pace({ signal: pace.signal }));
        values.push(part);
      }
      const [red, green, blue] = values;
      combine(red!, green!, blue!, out.subarray(i * nx * ny, (i + 1) * nx * ny));
      await pace.step((i + 1) / nz);
    }
  };
  return {
    read,
    close: () => {
      for (const colour of colours) colour.close();
    },
  };
}
