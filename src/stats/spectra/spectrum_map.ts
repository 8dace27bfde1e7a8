// Maps of the counts of a line.
import { invalidArgument } from '../../recipe/errors.js';
import type { GridMeta } from '../../recipe/meta.js';
import { declareOp, input } from '../../recipe/op.js';
import { numbers, oneOf } from '../../recipe/params.js';
import { backgroundWeights, type Channels } from './line_windows.js';

/** The windows of a list of their first and last channels: of the peak, left, right. */
export function windowsOf(channels: readonly number[]): {
  readonly peak: Channels;
  readonly sides: readonly [Channels, Channels] | undefined;
} {
  const at = (i: number): Channels => [channels[i]!, channels[i + 1]!];
  return { peak: at(0), sides: channels.length > 2 ? [at(2), at(4)] : undefined };
}

/**
 * Counts of a line in each pixel of a spectrum image whose channels lie along z, f32: P − wL L − wR
 * R, of the sums P, L and R over the channels of the peak and of a window on either side. The
 * weights make them the counts beneath the peak of a straight line through the mean of each window
 * at its middle. 'sigma' is the standard deviation of that by counting, √(P + wL² L + wR² R), as of
 * Poisson's law, each pixel by itself; it is 0 where nothing was counted. Net counts may be below
 * 0. No quantification: neither absorption nor cross-sections are corrected for.
 *
 * Sums are exact to 2^24 counts. NaN and the infinities make their pixel NaN or infinite. One pass
 * over the channels of the windows, and 4 B/pixel.
 */
export const spectrumMap = declareOp({
  name: 'spectrumMap',
  kind: 'map',
  inputs: { cube: input('volume') },
  params: {
    channels: numbers('First and last channel of the peak; then of a window left and right of it.'),
    give: oneOf(['counts', 'sigma'], 'counts', 'The counts, or their standard deviation.'),
  },
  exactness: 'float-dependent',
  result: ({ cube }, { channels }): GridMeta => {
    const whole = channels.every((n) => Number.isInteger(n) && n >= 0 && n < cube.size[2]);
    const ordered = channels.every((n, i) => i % 2 === 0 || n >= channels[i - 1]!);
    if ((channels.length !== 2 && channels.length !== 6) || !whole || !ordered)
      throw invalidArgument(
        'spectrumMap',
        'channels',
        channels,
        `two or six channels, first and last of each window, 0 to ${cube.size[2] - 1}`,
      );
    return {
      ...cube,
      kind: 'volume',
      storage: 'f32',
      size: [cube.size[0], cube.size[1], 1],
      origin: [cube.origin[0], cube.origin[1], 0],
    };
  },
  needs: ({ origin, size }, _, { channels }) => {
    const [first, last] = [Math.min(...channels), Math.max(...channels)];
    return {
      cube: {
        origin: [origin[0], origin[1], first],
        size: [size[0], size[1], last - first + 1],
      },
    };
  },
  notes: ({ channels }) => {
    const { peak, sides } = windowsOf(channels);
    const said = (window: Channels): string => window.join('–');
    const weights = sides === undefined ? [] : backgroundWeights(peak, sides);
    return {
      counts: `channels ${said(peak)}; no quantification`,
      background:
        sides === undefined
          ? 'none'
          : `a straight line through channels ${sides.map(said).join(' and ')}, weights ${weights.map((w) => w.toPrecision(6)).join(' and ')}`,
      sigma: 'Poisson, of the sums and their weights',
    };
  },
});
