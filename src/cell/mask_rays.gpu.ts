import { bufferBytes, bytesOf, implementReduce, layoutOf } from '../implement/index.js';
import { maskRays as kernel } from '../kernels/cell/index.js';
import type { Region } from '../recipe/geometry.js';
import { maskRays, planRays, type MaskRays } from './mask_rays.js';

/** Voxels are counted in parts of this. */
const UNIT = 2 ** -16;

/** The rows of a brick by their number in the volume. */
type Rows = ReadonlyMap<number, Uint32Array>;

/** The rows whose slices lie in a region. */
function rowsIn({ origin, size }: Region, every: number): readonly [first: number, count: number] {
  const first = Math.ceil(origin[2] / every);
  const end = Math.ceil((origin[2] + size[2]) / every);
  return [first, end - first];
}

/** {@link maskRays} on the GPU: one invocation per 32 samples; bricks are put together by OR. */
export const maskRaysOnGpu = implementReduce(maskRays, {
  partial: async ({ run, inputs: { mask, axis }, params, region }): Promise<Rows> => {
    const { angles, every } = params;
    const { spacing, origin, size } = mask.meta;
    const plan = planRays(mask.meta, params, axis);
    const { step, samples, words } = plan;
    const [first, count] = rowsIn(region, every);
    if (count === 0) return new Map();
    const rays = new Int32Array(4 * angles * words);
    for (let i = 0; i < angles; i += 1) {
      const angle = (2 * Math.PI * i) / angles;
      const [dx, dy] = [
        (step * Math.cos(angle)) / spacing[0],
        (step * Math.sin(angle)) / spacing[1],
      ];
      for (let w = 0; w < words; w += 1)
        rays.set(
          [32 * w * dx, 32 * w * dy, dx, dy].map((each) => Math.round(each / UNIT)),
          4 * (w * angles + i),
        );
    }
    const centres = new Int32Array(2 * count);
    for (let k = 0; k < count; k += 1) {
      const slice = (first + k) * every;
      centres[2 * k] = Math.round(((plan.axis.x[slice]! - origin[0]) / spacing[0] + 0.5) / UNIT);
      centres[2 * k + 1] = Math.round(
        ((plan.axis.y[slice]! - origin[1]) / spacing[1] + 0.5) / UNIT,
      );
    }
    const raysBuffer = run.alloc(rays.byteLength, 'rays');
    run.upload(raysBuffer, rays);
    const centresBuffer = run.alloc(centres.byteLength, 'centres');
    run.upload(centresBuffer, centres);
    const perRow = angles * words;
    const dst = run.alloc(4 * perRow * count, 'bits of rays');
    run.dispatch(kernel, {
      grids: { src: mask },
      buffers: { rays: raysBuffer, centres: centresBuffer, dst },
      params: {
        task: layoutOf('bit', region, size),
        ...{ angles, words, samples, rows: count, first_slice: first * every, every },
      },
      size: { invocations: perRow * count },
      traffic: {
        read: bytesOf('bit', region) + rays.byteLength + centres.byteLength,
        write: 4 * perRow * count,
      },
    });
    const bits = new Uint32Array(await run.read(dst));
    for (const buffer of [raysBuffer, centresBuffer, dst]) run.free(buffer);
    return new Map(
      Array.from({ length: count }, (_, k) => [
        first + k,
        bits.subarray(k * perRow, (k + 1) * perRow),
      ]),
    );
  },
  merge: (a, b) => {
    const out = new Map(a);
    for (const [row, bits] of b) {
      const had = out.get(row);
      out.set(row, had === undefined ? bits : bits.map((word, i) => word | had[i]!));
    }
    return out;
  },
  temporaries: ({ size }, { params, metas, binding }) => {
    // The axis is not known yet: rays may be as long as a slice is, from side to side.
    const step = params.step ?? Math.min(metas.mask.spacing[0], metas.mask.spacing[1]) / 2;
    const far = Math.max(...[0, 1].map((i) => metas.mask.size[i]! * metas.mask.spacing[i]!));
    const perRow = 4 * params.angles * Math.ceil(far / step / 32);
    const rows = Math.ceil(size[2] / params.every);
    return bufferBytes([Math.min(4 * perRow, binding), 8 * rows, perRow * rows]);
  },
  finish: (rows, { params, metas: { mask }, inputs: { axis } }): MaskRays => {
    const { angles, every } = params;
    const { step, samples, axis: used } = planRays(mask, params, axis);
    return {
      ...{
        unit: mask.unit,
        voxel: Math.min(mask.spacing[0], mask.spacing[1]),
        axis: used,
        angles,
        samples,
        step,
        every,
      },
      firstZ: mask.origin[2],
      stepZ: every * mask.spacing[2],
      rows: Array.from({ length: Math.ceil(mask.size[2] / every) }, (_, k) => rows.get(k)!),
    };
  },
});
