import { css, svg } from 'lit';
import { formatNumber } from '../language.js';
import type { Point } from './framing.js';
import { scaleBar } from './scale_bar.js';

/** The look of a scale bar: a white line with a dark rim, which shows on any grey. */
export const scaleLook = css`
  .scale path {
    fill: none;
    stroke-linecap: square;
  }
  .scale .halo {
    stroke: rgb(0 0 0 / 0.75);
    stroke-width: 4px;
  }
  .scale .bar {
    stroke: var(--_ink);
    stroke-width: 1.5px;
  }
`;

/** A scale bar in the lower right corner. */
export function scaleBarLines(
  unitsPerPixel: number,
  unit: string,
  [width, height]: Point,
): unknown {
  const { length, pixels } = scaleBar(unitsPerPixel, Math.min(160, width * 0.28));
  const [right, y] = [width - 12, height - 14];
  const left = right - pixels;
  const label = `${formatNumber(length, { maximumSignificantDigits: 3 })} ${unit}`;
  return svg`<g class="scale" part="scale-bar" data-length=${length}>
    <path class="halo" d="M${left} ${y - 4}V${y + 4}M${left} ${y}H${right}M${right} ${y - 4}V${y + 4}" />
    <path class="bar" d="M${left} ${y - 4}V${y + 4}M${left} ${y}H${right}M${right} ${y - 4}V${y + 4}" />
    <text x=${(left + right) / 2} y=${y - 9} text-anchor="middle">${label}</text>
  </g>`;
}
