// Sum spectra on the GPU: sums of two words for each id and channel.
import { bytesOf, implementReduce, layoutOf } from '../../implement/index.js';
import { spectrumSums as kernel } from '../../kernels/stats/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { VoxmetryError } from '../../recipe/errors.js';
import { greatestId } from '../greatest_id.gpu.js';
import { MOST_SUMS, spectrumSums } from './spectrum_sums.js';

/** Pixels and counts by id, from 0 on, of some bricks. */
interface Sums {
  readonly pixels: Float64Array<ArrayBuffer>;
  readonly counts: Float64Array<ArrayBuffer>;
}

/** {@link spectrumSums} on the GPU; sums are read back per brick. */
export const spectrumSumsOnGpu = implementReduce(spectrumSums, {
  partial: async ({ run, inputs: { cube, of }, region }): Promise<Sums> => {
    const plane = {
      origin: [region.origin[0], region.origin[1], 0] as const,
      size: [region.size[0], region.size[1], 1] as const,
    };
    const isLabels = of?.meta.kind === 'labels';
    const ids = (isLabels ? await greatestId(run, of, plane) : 1) + 1;
    const channels = cube.meta.size[2];
    if (ids * channels > MOST_SUMS)
      throw new VoxmetryError(
        'limit',
        `spectrumSums: ${ids} ids and ${channels} channels are more than ${MOST_SUMS} sums. Number the labels anew with relabel(), or crop the channels.`,
        { op: 'spectrumSums', details: { needed: ids * channels, available: MOST_SUMS } },
      );
    const sums = run.alloc(8 * ids * channels, 'sum spectra', { zero: true });
    const pixels = run.alloc(4 * ids, 'pixels', { zero: true });
    run.dispatch(kernel, {
      grids: { src: cube, ids: of ?? cube },
      buffers: { sums, pixels },
      params: { task: layoutOf(cube.meta.storage, region, cube.meta.size), channels },
      constants: {
        SRC_DTYPE: codeOf(cube.meta.storage),
        KIND: of === undefined ? 0 : isLabels ? 2 : 1,
      },
      size: { invocations: region.size[1] * region.size[2] },
      traffic: {
        read:
          bytesOf(cube.meta.storage, region) +
          (of === undefined ? 0 : bytesOf(of.meta.storage, plane)),
        write: 8 * ids * region.size[2],
      },
    });
    const words = new Uint32Array(await run.read(sums));
    const counted = Float64Array.from(new Uint32Array(await run.read(pixels)));
    run.free(sums, pixels);
    return {
      pixels: counted,
      counts: Float64Array.from(
        { length: ids * channels },
        (_, i) => words[2 * i]! + 2 ** 32 * words[2 * i + 1]!,
      ),
    };
  },
  merge: (a, b) => ({ pixels: added(a.pixels, b.pixels), counts: added(a.counts, b.counts) }),
  finish: ({ pixels, counts }, { metas: { cube, of }, params: { scale, offset } }) => {
    const channels = cube.size[2];
    const ids =
      of?.kind === 'labels'
        ? Uint32Array.from([...pixels.keys()].filter((id) => pixels[id]! > 0))
        : Uint32Array.of(1);
    const spectra = new Float64Array(ids.length * channels);
    ids.forEach((id, row) => {
      spectra.set(counts.subarray(id * channels, (id + 1) * channels), row * channels);
    });
    const energies = Float64Array.from({ length: channels }, (_, z) => offset + scale * z);
    return { ids, pixels: Float64Array.from(ids, (id) => pixels[id]!), counts: spectra, energies };
  },
});

/** Sums of numbers of which one list may go on further. */
function added(
  a: Float64Array<ArrayBuffer>,
  b: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  const [long, short] = a.length >= b.length ? [a.slice(), b] : [b.slice(), a];
  short.forEach((n, i) => (long[i]! += n));
  return long;
}
