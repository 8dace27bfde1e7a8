// Which channels are summed for a line, and which for the background beneath it.
import { invalidArgument } from '../../recipe/errors.js';
import type { SignalAxis } from '../../recipe/source.js';
import { ELEMENTS, LINES, lineEnergy } from './lines.js';

/** Two ends of a window, in the unit of the axis. */
export type EnergyWindow = readonly [lo: number, hi: number];

/** What a map is made of. */
export interface LineOptions {
  /** A line such as 'Mn Ka', or a window in the unit of the axis. */
  readonly line: string | EnergyWindow;
  /**
   * 'windows' (default): a straight line through windows on either side; those that are stated, or
   * of a full width at half maximum, 1.5 to 2.5 such widths from a named line. 'none': all counts.
   */
  readonly background?:
    'windows' | 'none' | readonly [left: EnergyWindow, right: EnergyWindow] | undefined;
  /** Full width at half maximum of the detector at Mn Kα, in keV. Default 0.13. */
  readonly resolution?: number | undefined;
}

/** First and last channel of a window. */
export type Channels = readonly [first: number, last: number];

/** The windows of a map in channels. */
export interface LineChannels {
  readonly peak: Channels;
  readonly background: readonly [left: Channels, right: Channels] | undefined;
}

const MN_KA = 5.89875;
/** Growth of the squared width with energy, keV: C. E. Fiori and D. E. Newbury, SEM 1978/I, 401. */
const FANO = 2.5e-3;
/** Half a named line's window, and where its background begins and ends, in widths. */
const [HALF, NEAR, FAR] = [1, 1.5, 2.5];
const KEV: Readonly<Record<string, number>> = { keV: 1, eV: 1000 };

/** The channels of a line on an axis of some channels. Throws `invalid-argument`. */
export function lineChannels(
  op: string,
  { line, background = 'windows', resolution = 0.13 }: LineOptions,
  axis: SignalAxis,
  channels: number,
): LineChannels {
  if (!(typeof resolution === 'number' && resolution > 0 && resolution < 10))
    throw invalidArgument(op, 'resolution', resolution, 'a width in keV, above 0 and below 10');
  const named = typeof line === 'string';
  const peak = named ? windowOf(op, line, resolution, axis) : { window: line, width: undefined };
  const on = (name: string, window: unknown): Channels =>
    channelsOf(op, name, window, axis, channels);
  const found = on('line', peak.window);
  if (background === 'none') return { peak: found, background: undefined };
  if (background !== 'windows') {
    const given: unknown = background;
    if (!Array.isArray(given) || given.length !== 2)
      throw invalidArgument(op, 'background', background, BACKGROUND);
    const sides = [on('background', background[0]), on('background', background[1])] as const;
    if (sides[0][1] >= found[0] || sides[1][0] <= found[1])
      throw invalidArgument(op, 'background', background, 'windows on either side of the line');
    return { peak: found, background: sides };
  }
  const { window, width = window[1] - window[0] } = peak;
  const sides: readonly [EnergyWindow, EnergyWindow] = named
    ? [
        [window[0] - (FAR - HALF) * width, window[0] - (NEAR - HALF) * width],
        [window[1] + (NEAR - HALF) * width, window[1] + (FAR - HALF) * width],
      ]
    : [
        [window[0] - width / 2, window[0]],
        [window[1], window[1] + width / 2],
      ];
  return { peak: found, background: [on('background', sides[0]), on('background', sides[1])] };
}

const BACKGROUND =
  "'windows', 'none', or two windows [lo, hi], one on either side of the line, on the axis";

function windowOf(
  op: string,
  line: string,
  resolution: number,
  { unit }: SignalAxis,
): { readonly window: EnergyWindow; readonly width: number | undefined } {
  const energy = lineEnergy(line);
  if (energy === undefined)
    throw invalidArgument(
      op,
      'line',
      line,
      `an element and a line: one of ${LINES.join(', ')} of ${ELEMENTS.join(', ')}; or a window [lo, hi]`,
    );
  const factor = KEV[unit];
  if (factor === undefined)
    throw invalidArgument(op, 'line', line, `a window [lo, hi] in ${unit}: lines are known in keV`);
  const width = factor * Math.sqrt(Math.max(0, FANO * (energy - MN_KA) + resolution ** 2));
  const middle = factor * energy;
  if (!(width > 0))
    throw invalidArgument(op, 'resolution', resolution, `wider, for ${line}: a width in keV`);
  return { window: [middle - HALF * width, middle + HALF * width], width };
}

/** Channels whose place lies in a window: lo ≤ offset + scale · channel < hi. */
function channelsOf(
  op: string,
  name: string,
  window: unknown,
  { scale, offset, unit }: SignalAxis,
  channels: number,
): Channels {
  const given = window as EnergyWindow;
  const sound =
    Array.isArray(window) && window.length === 2 && window.every((e) => Number.isFinite(e));
  const end = offset + scale * channels;
  const allowed = `a window [lo, hi] that holds a channel, within ${offset} to ${end} ${unit}; state another 'background' where that is too near to the end`;
  if (!sound) throw invalidArgument(op, name, window, allowed);
  const first = Math.ceil((given[0] - offset) / scale);
  const last = Math.ceil((given[1] - offset) / scale) - 1;
  if (first < 0 || last >= channels || last < first)
    throw invalidArgument(op, name, window, allowed);
  return [first, last];
}

/**
 * Weights of the sums over a window on the left and on the right that make the counts of a straight
 * line beneath the peak: the line goes through the mean of each window at its middle.
 */
export function backgroundWeights(
  peak: Channels,
  [left, right]: readonly [Channels, Channels],
): readonly [left: number, right: number] {
  const count = ([first, last]: Channels): number => last - first + 1;
  const middle = ([first, last]: Channels): number => (first + last) / 2;
  const part = (middle(peak) - middle(left)) / (middle(right) - middle(left));
  return [(count(peak) / count(left)) * (1 - part), (count(peak) / count(right)) * part];
}
