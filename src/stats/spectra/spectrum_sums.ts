// Sum spectra of a spectrum image: of all pixels, of a mask, of each label.
import { invalidArgument } from '../../recipe/errors.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input, inputApart, type InputMetas } from '../../recipe/op.js';
import { number } from '../../recipe/params.js';

/** Sum spectra, as `spectrum.sum()` gives them. */
export interface SpectrumSums {
  /** The labels that occur, rising; of a mask and of all pixels, 1 alone. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** Pixels of each. */
  readonly pixels: Float64Array<ArrayBuffer>;
  /** Counts, spectrum after spectrum, a number for each channel; exact. */
  readonly counts: Float64Array<ArrayBuffer>;
  /** Where each channel lies on the axis. */
  readonly energies: Float64Array<ArrayBuffer>;
}

/** Sums that are held on the GPU: 128 MiB of them at most. */
export const MOST_SUMS = 2 ** 24;

const inputs = {
  cube: input('volume'),
  of: { ...inputApart('mask', 'labels'), optional: true as const },
};

function checkPlane({ cube, of }: InputMetas<typeof inputs>): void {
  if (of === undefined) return;
  if (of.size[0] !== cube.size[0] || of.size[1] !== cube.size[1] || of.size[2] !== 1)
    throw invalidArgument(
      'spectrumSums',
      'of',
      `of size ${of.size.join('×')}`,
      `a plane of the pixels, ${cube.size[0]}×${cube.size[1]}×1`,
    );
}

/**
 * Sum spectra of a spectrum image of integers whose channels lie along z, as {@link SpectrumSums}:
 * of all pixels, of those of a mask, or of each label. Exact sums; the Poisson deviation of each is
 * its square root. One pass over the cube, in bricks, and 8 bytes for each label and channel.
 * `limit` where labels and channels are more than 2^24.
 */
export const spectrumSums = declareOp({
  name: 'spectrumSums',
  kind: 'reduce',
  inputs,
  params: {
    scale: number({ default: 1 }, 'Distance of two channels.'),
    offset: number({ default: 0 }, 'Where channel 0 lies.'),
  },
  exactness: 'exact',
  result: (metas) => {
    const { cube } = metas;
    if (cube.storage === 'f32' || cube.storage.startsWith('i'))
      throw invalidArgument(
        'spectrumSums',
        'cube',
        `of ${cube.storage}`,
        "counts, u8 to u32: cast('u16') the cube",
      );
    checkPlane(metas);
    return yields.result<SpectrumSums>();
  },
  needs: ({ origin, size }) => ({
    of: { origin: [origin[0], origin[1], 0], size: [size[0], size[1], 1] },
  }),
});
