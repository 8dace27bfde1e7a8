import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { unrollPolar } from '../kernels/filters/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { centreOf, directionsOf, polar, polarBox, raysOf } from './polar.js';
import { rawOf } from './raw_value.js';
import { TAPS } from './resample_taps.js';

/** Places are in 2⁻⁴⁰ voxel and rounded to 2⁻²⁰, by dropping what half of that was added to. */
const UNIT = 2 ** -40;
const ROUNDING = 2 ** -21;

/** Two numbers of voxels as 64-bit integers of 2⁻⁴⁰: their low words, then their high ones. */
function wordsOfPair(a: number, b: number): readonly number[] {
  // Doubles hold these integers: what they cannot hold lies below their last bit.
  const units = [Math.round(a / UNIT), Math.round(b / UNIT)];
  const high = units.map((each) => Math.floor(each / 2 ** 32));
  return [...units.map((each, i) => each - high[i]! * 2 ** 32), ...high.map((each) => each >>> 0)];
}

/** {@link polar} on the GPU: one pass, one invocation per word of the result. */
export const polarOnGpu = implement(polar, ({ run, inputs: { grid }, params, region, meta }) => {
  const { method, border, value, centre } = params;
  const source = grid.meta;
  const rays = raysOf(source, params);
  const [sx, sy] = source.spacing;
  const directions = directionsOf(rays, region).flatMap(([cosine, sine]) => [
    ...wordsOfPair((rays.from * cosine) / sx, (rays.from * sine) / sy),
    ...wordsOfPair((rays.step * cosine) / sx, (rays.step * sine) / sy),
  ]);
  const raise = ROUNDING + (method === 'nearest' ? 0.5 : 0);
  const middles = Array.from({ length: region.size[2] }, (_, k) => {
    const [x, y] = centreOf(source, centre, region.origin[2] + k);
    return wordsOfPair(x + raise, y + raise);
  }).flat();
  const table = (words: readonly number[], label: string) => {
    const data = Uint32Array.from(words);
    const buffer = run.alloc(data.byteLength, label);
    run.upload(buffer, data);
    return buffer;
  };
  const raysBuffer = table(directions, 'rays');
  const centresBuffer = table(middles, 'centres');
  const fill = border === 'constant' ? value : 0;
  const { labelBound } = grid;
  const out = allocGrid(run, meta, region, {
    labelBound: labelBound === undefined ? undefined : Math.max(labelBound, fill),
  });
  run.dispatch(unrollPolar, {
    grids: { src: grid, dst: out },
    buffers: { rays: raysBuffer, centres: centresBuffer },
    params: { fill: meta.storage === 'bit' ? fill : rawOf(fill, meta.storage) },
    constants: {
      SRC_DTYPE: codeOf(source.storage),
      DST_DTYPE: codeOf(meta.storage),
      BORDER: BORDER_CODE[border],
      TAPS: TAPS[method],
    },
    size: { invocations: wordsOf(out.layout) },
    traffic: {
      read:
        bytesOf(source.storage, polarBox(source, params, region)) +
        4 * (directions.length + middles.length),
      write: bytesOf(meta.storage, region),
    },
  });
  run.free(raysBuffer);
  run.free(centresBuffer);
  return out;
});
