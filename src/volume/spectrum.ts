import { invalidArgument } from '../recipe/errors.js';
import { inCaller } from '../recipe/caller.js';
import { named } from '../recipe/named.js';
import { makeNode } from '../recipe/op.js';
import { optionsOf } from '../recipe/options.js';
import type { SignalAxis } from '../recipe/source.js';
import { lineChannels, type LineOptions } from '../stats/spectra/line_windows.js';
import { lineEnergy } from '../stats/spectra/lines.js';
import { spectrumMap } from '../stats/spectra/spectrum_map.js';
import { spectrumSums, type SpectrumSums } from '../stats/spectra/spectrum_sums.js';
import { Labels, Mask, Volume } from './handles.js';
import type { LabOpenOptions } from './lab_open_options.js';
import { queryOf } from './methods.js';
import type { Query } from './query.js';
import type { WithProvenance } from './results.js';

/** What the channels of a spectrum stand for, as a caller states it. */
export type SpectrumAxis = Partial<SignalAxis> & Pick<SignalAxis, 'scale' | 'offset'>;

/** How a spectrum image is opened. */
export interface SpectrumOptions extends Omit<LabOpenOptions, 'spectrum' | 'channel' | 'level'> {
  /** The axis of the channels; it overrides the file's. The unit is keV where it is left out. */
  readonly axis?: SpectrumAxis | undefined;
}

/** Sum spectra and what they were computed by. */
export type SumSpectra = SpectrumSums & WithProvenance;

/** A stated axis, checked and completed. Throws `invalid-argument`. */
export function statedAxis(axis: SpectrumAxis): SignalAxis {
  const { name = 'Energy', unit = 'keV', scale, offset } = optionsOf('spectrum', axis);
  const sound = Number.isFinite(scale) && scale > 0 && Number.isFinite(offset);
  if (!sound || typeof unit !== 'string' || typeof name !== 'string')
    throw invalidArgument('spectrum', 'axis', axis, AXIS);
  return { name, unit, scale, offset };
}

const AXIS = '{ scale, offset, unit }: the distance of two channels, above 0, and where 0 lies';

/** @internal The spectrum image of a volume whose channels lie along z. */
export function spectrumOf(volume: Volume, stated: SignalAxis | undefined): Spectrum {
  const axis = stated ?? volume.signal;
  if (axis !== undefined) return new Spectrum(volume, axis);
  volume.close();
  throw invalidArgument(
    'spectrum',
    'axis',
    undefined,
    `${AXIS}; ${volume.name} does not state what its channels stand for`,
  );
}

/**
 * A spectrum image: a spectrum for each pixel. Made by `lab.spectrum()`. Its axes of navigation are
 * x and y of `cube`, with their spacing and unit; that of the signal is `axis`, along z. Counts are
 * mapped and summed; nothing is quantified (no ZAF, no Cliff–Lorimer), and lines that overlap are
 * not told apart.
 */
export class Spectrum {
  /** Counts by x, y and channel: a volume on which every operation works. */
  readonly cube: Volume;
  /** What the channels stand for. */
  readonly axis: SignalAxis;

  /** @internal */
  constructor(cube: Volume, axis: SignalAxis) {
    this.cube = cube;
    this.axis = axis;
  }

  /** Number of channels. */
  get channels(): number {
    return this.cube.size[2];
  }

  /**
   * Where a line lies, such as 'Mn Ka': the energy of Kα₁, Kβ₁, Lα₁, Lβ₁ or Mα₁ in keV, after
   * Bearden (1967) as in the X-ray Data Booklet; undefined where it is not in the table.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const axis = { scale: 0.01, offset: 0, unit: 'keV' };
   * const source = { data: new Uint16Array(2000), size: [1, 1, 2000] as const };
   * const spectrum = await lab.spectrum(source, { axis });
   * console.assert(spectrum.energy('Mn Ka') === 5.89875 && spectrum.energy('Xx Ka') === undefined);
   * await lab.dispose();
   * ```
   */
  energy(line: string): number | undefined {
    return lineEnergy(line);
  }

  /**
   * The same axis on another cube: one that was denoised, cast, cropped in x and y, or binned.
   *
   * @param cube - A volume with as many channels along z.
   * @throws VoxmetryError `invalid-argument` for another number of channels.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const axis = { scale: 0.01, offset: 0, unit: 'keV' };
   * const source = { data: new Float32Array(8 * 50).fill(2), size: [4, 2, 50] as const };
   * const spectrum = await lab.spectrum(source, { axis });
   * const { counts } = await spectrum.of(spectrum.cube.cast('u16')).sum();
   * console.assert(counts[7] === 16);
   * await lab.dispose();
   * ```
   */
  of(cube: Volume): Spectrum {
    const given: unknown = cube;
    if (!(given instanceof Volume) || given.size[2] !== this.channels)
      throw invalidArgument('of', 'cube', given, `a volume of ${this.channels} channels along z`);
    return new Spectrum(cube, this.axis);
  }

  /**
   * The counts of a line in each pixel: those in its window less a straight background through
   * windows on either side (`background: 'windows'`, the default). A named line's window reaches
   * one full width at half maximum of the detector to either side, the background's windows from
   * 1.5 to 2.5; of a stated window, half its width beside it. Other lines within these windows
   * spoil the background: state windows that are free of them. Only channels whose place lies in a
   * window count.
   *
   * @param options - `line`: 'Mn Ka', or [lo, hi] in the axis' unit; `background`: 'windows',
   * 'none', or two windows; `resolution`: the detector's width at Mn Kα in keV (0.13).
   * @returns An f32 volume of one slice, in counts; they may be below 0. It reads the channels from
   * the first window to the last, 4 B/pixel.
   * @throws VoxmetryError `invalid-argument` for a line that is not known, and windows beyond the
   * axis.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = Uint16Array.from({ length: 100 }, (_, i) => (i === 50 ? 30 : i)); // one pixel
   * const axis = { scale: 1, offset: 0, unit: 'eV' };
   * const spectrum = await lab.spectrum({ data, size: [1, 1, 100] }, { axis });
   * const map = spectrum.map({ line: [48, 53], background: [[40, 45], [60, 65]] });
   * console.assert(Math.abs((await map.read()).data[0]! + 20) < 1e-3); // 230 − 250
   * await lab.dispose();
   * ```
   */
  map(options: LineOptions): Volume<'f32'> {
    return this.#mapped('map', options, 'counts');
  }

  /**
   * The standard deviation of `map()` by counting: √(P + wL² L + wR² R) of the sums over the
   * windows, which vary as Poisson's law says. Of background-free counts, √P. It is 0 where nothing
   * was counted, and holds for counts alone, not for ones that were smoothed or scaled.
   *
   * @param options - As those of the `map()` that it belongs to.
   * @returns An f32 volume of one slice, in counts.
   * @throws VoxmetryError `invalid-argument` as `map()`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const source = { data: new Uint16Array(100).fill(4), size: [1, 1, 100] as const };
   * const axis = { scale: 1, offset: 0, unit: 'eV' };
   * const spectrum = await lab.spectrum(source, { axis });
   * const sigma = spectrum.sigma({ line: [10, 14], background: 'none' });
   * console.assert((await sigma.read()).data[0] === 4); // √16
   * await lab.dispose();
   * ```
   */
  sigma(options: LineOptions): Volume<'f32'> {
    return this.#mapped('sigma', options, 'sigma');
  }

  /**
   * The sum spectrum of all pixels, of a mask's, or of each label: exact counts, whose deviation by
   * counting is their square root.
   *
   * @param of - A mask, or labels, of the pixels: one slice, as maps are. Default all pixels.
   * @returns A query of `ids` (labels that occur; else 1), `pixels` of each, `energies` of the
   * channels, and `counts`, spectrum after spectrum.
   * @throws VoxmetryError `invalid-argument` for other counts than u8, u16 and u32, and another
   * size; `limit` where labels × channels are more than 2^24.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = Uint16Array.from({ length: 4 * 10 }, (_, i) => i % 4); // the pixel's number
   * const axis = { scale: 0.01, offset: 0, unit: 'keV' };
   * const spectrum = await lab.spectrum({ data, size: [4, 1, 10] }, { axis });
   * const bright = spectrum.map({ line: [0, 0.1], background: 'none' }).threshold({ lo: 15 });
   * const { counts, pixels } = await spectrum.sum(bright);
   * console.assert(pixels[0] === 2 && counts[3] === 5); // of pixels 2 and 3
   * await lab.dispose();
   * ```
   */
  sum(of?: Mask | Labels): Query<SumSpectra> {
    return queryOf(this.cube.context, () =>
      inCaller('sum', () => {
        const given: unknown = of;
        const sound = given === undefined || given instanceof Mask || given instanceof Labels;
        if (!sound || (of !== undefined && of.context.backend !== this.cube.context.backend))
          throw invalidArgument('sum', 'of', given, 'a mask or labels of the same lab');
        const { scale, offset } = this.axis;
        return makeNode(spectrumSums, { cube: this.cube.node, of: of?.node }, { scale, offset });
      }),
    );
  }

  #mapped(op: 'map' | 'sigma', options: LineOptions, give: 'counts' | 'sigma'): Volume<'f32'> {
    return inCaller(op, () => {
      const given = optionsOf(op, options);
      const { peak, background } = lineChannels(op, given, this.axis, this.channels);
      const channels = [...peak, ...(background?.flat() ?? [])];
      const node = makeNode(spectrumMap, { cube: this.cube.node }, { channels, give });
      return new Volume<'f32'>(this.cube.context, node);
    });
  }

  /** Frees the opened file. */
  close(): void {
    this.cube.close();
  }
}

named('Spectrum', Spectrum);
