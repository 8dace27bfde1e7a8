import { svg } from 'lit';
import { formatNumber } from '../language.js';
import type { Profile } from './profile.js';

const [WIDTH, HEIGHT] = [210, 74];
const [LEFT, TOP, BOTTOM] = [38, 6, 16];

/** A small plot of the values along a line; gaps where it leaves the grid. */
export function profilePlot({ distances, values }: Profile, unit: string): unknown {
  const finite = values.filter(Number.isFinite);
  const [lo, hi] = finite.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  const length = distances.at(-1) ?? 0;
  const x = (d: number): number => LEFT + ((WIDTH - LEFT - 4) * d) / (length || 1);
  const y = (value: number): number =>
    HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (value - lo)) / (hi - lo || 1);
  let path = '';
  let down = false;
  values.forEach((value, n) => {
    const inside = Number.isFinite(value);
    if (inside) path += `${down ? 'L' : 'M'}${x(distances[n]!).toFixed(1)} ${y(value).toFixed(1)}`;
    down = inside;
  });
  const label = (value: number | undefined): string =>
    value === undefined || !Number.isFinite(value) ? '' : formatNumber(value);
  return svg`<svg width=${WIDTH} height=${HEIGHT} viewBox="0 0 ${WIDTH} ${HEIGHT}">
    <path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 4}" />
    <path class="curve" d=${path} />
    <text x=${LEFT - 4} y=${TOP + 6} text-anchor="end">${label(hi)}</text>
    <text x=${LEFT - 4} y=${HEIGHT - BOTTOM} text-anchor="end">${label(lo)}</text>
    <text x=${LEFT} y=${HEIGHT - 3}>0</text>
    <text x=${WIDTH - 4} y=${HEIGHT - 3} text-anchor="end">${label(length)} ${unit}</text>
  </svg>`;
}
