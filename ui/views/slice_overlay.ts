// What is drawn over a slice: crosshair and axes.
import { nothing, svg } from 'lit';
import type { Axis } from 'voxmetry';
import { AXES, type AxisNumber } from './axes.js';
import type { Point } from './framing.js';

type Axes = readonly [right: AxisNumber, down: AxisNumber];

/** The crosshair leaves so many pixels free around its point. */
const GAP = 9;

/** A line in the colour of an axis, with a dark rim that shows it on any grey. */
function line(axis: Axis, d: string): unknown {
  return svg`<path class="halo" d=${d} /><path .style=${`color:var(--_${axis})`} d=${d} />`;
}

function letter(axis: Axis, x: number, y: number): unknown {
  return svg`<text .style=${`color:var(--_${axis})`} x=${x} y=${y}>${axis}</text>`;
}

/** Lines through the crosshair: each in the colour of the axis on which it marks a place. */
export function crosshairLines([x, y]: Point, [width, height]: Point, axes: Axes): unknown {
  const [a, b] = axes.map((i) => AXES[i]!) as [Axis, Axis];
  const inside = (value: number, most: number): boolean => value >= 0 && value <= most;
  return svg`<g class="crosshair" part="crosshair">
    ${
      inside(x, width)
        ? [line(a, `M${x} 0V${y - GAP}M${x} ${y + GAP}V${height}`), letter(a, x + 5, height - 34)]
        : nothing
    }
    ${
      inside(y, height)
        ? [line(b, `M0 ${y}H${x - GAP}M${x + GAP} ${y}H${width}`), letter(b, 6, y - 5)]
        : nothing
    }
  </g>`;
}

/** Two arrows in the corner that say which axes go to the right and down. */
export function planeArrows(width: number, axes: Axes): unknown {
  const [a, b] = axes.map((i) => AXES[i]!) as [Axis, Axis];
  return svg`<g class="axes" transform="translate(${width - 46} 14)">
    ${line(a, 'M0 0H22M18 -3.5L22.5 0L18 3.5')} ${letter(a, 28, 4)}
    ${line(b, 'M0 0V22M-3.5 18L0 22.5L3.5 18')} ${letter(b, -3, 36)}
  </g>`;
}
