// The picture of a histogram: bars in the colours of the phases, and ticks.
import { html, svg } from 'lit';
import { language } from '../language.js';
import type { GreyLevels } from '../numbers/grey_levels.js';
import { outlineOf } from '../numbers/outline.js';
import { phaseColor } from '../numbers/phase_colors.js';
import { roundTicks } from '../numbers/ticks.js';

/** What is drawn. */
export interface HistogramPicture {
  readonly levels: GreyLevels;
  readonly thresholds: readonly number[];
  readonly doubt: number;
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
}

/** Bars and what thresholds may be off by; in a box from 0 to 1. */
export function bars({ levels, thresholds, doubt, from, to, log }: HistogramPicture): unknown {
  const { counts } = levels.histogram;
  const { start, step } = levels;
  const { path } = outlineOf(counts, { start, step, from, to, log });
  const x = (value: number): number => Math.max(0, Math.min((value - from) / (to - from), 1));
  const ends = [0, ...thresholds.map((t) => x(levels.place(t))), 1];
  return html`<svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    ${thresholds.map((t) => {
      const at = levels.place(t);
      const [left, right] = [x(at - doubt), x(at + doubt)];
      return svg`<rect class="doubt" x=${left} y="0" width=${right - left} height="1"></rect>`;
    })}
    ${
      thresholds.length === 0
        ? svg`<path d=${path}></path>`
        : ends.slice(1).map((end, i) => {
            const begin = ends[i]!;
            return svg`<clipPath id=${`phase-${i}`}>
                <rect x=${begin} y="0" width=${Math.max(0, end - begin)} height="1"></rect>
              </clipPath>
              <path class="phase" d=${path} fill=${phaseColor(i)} clip-path=${`url(#phase-${i})`}>
              </path>`;
          })
    }
  </svg>`;
}

/** Round values along the axis. */
export function ticksOf(from: number, to: number, whole: boolean): { at: number; text: string }[] {
  const format = new Intl.NumberFormat(language(), {
    maximumSignificantDigits: 6,
    useGrouping: 'min2',
  });
  return roundTicks(from, to, 6)
    .filter((value) => !whole || Number.isInteger(value))
    .map((value) => ({ at: (value - from) / (to - from), text: format.format(value) }));
}
