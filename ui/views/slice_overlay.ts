// What is drawn over a slice: crosshair and axes.
import { nothing, svg } from 'lit';
import { AXES, type AxisNumber } from './axes.js';

/** The crosshair leaves so many pixels free around its point. */
const GAP = 9;

/** Lines through the crosshair: each in the colour of the axis on which it marks a place. */
export function crosshairLines(
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  [right, down]: readonly [AxisNumber, AxisNumber],
): unknown {
  const inside = (value: number, most: number): boolean => value >= 0 && value <= most;
  const [a, b] = [AXES[right]!, AXES[down]!];
  return svg`<g class="crosshair" part="crosshair">
    ${
      inside(x, width)
        ? svg`<path style="color:var(--_${a})" d="M${x} 0V${y - GAP}M${x} ${y + GAP}V${height}" />
          <text style="color:var(--_${a})" x=${x + 5} y=${height - 34}>${a}</text>`
        : nothing
    }
    ${
      inside(y, height)
        ? svg`<path style="color:var(--_${b})" d="M0 ${y}H${x - GAP}M${x + GAP} ${y}H${width}" />
          <text style="color:var(--_${b})" x="6" y=${y - 5}>${b}</text>`
        : nothing
    }
  </g>`;
}

/** Two arrows in the corner that say which axes go to the right and down. */
export function planeArrows(
  width: number,
  [right, down]: readonly [AxisNumber, AxisNumber],
): unknown {
  const [a, b] = [AXES[right]!, AXES[down]!];
  return svg`<g class="axes" transform="translate(${width - 46} 14)">
    <path style="color:var(--_${a})" d="M0 0H22M18 -3.5L22.5 0L18 3.5" />
    <text style="color:var(--_${a})" x="28" y="4">${a}</text>
    <path style="color:var(--_${b})" d="M0 0V22M-3.5 18L0 22.5L3.5 18" />
    <text style="color:var(--_${b})" x="-3" y="36">${b}</text>
  </g>`;
}
