// A phase along an axis: the profile of a mask as a line, with where the slices are; a click moves
// them.
import { html, svg } from 'lit';
import type { Profile, Vec3 } from 'voxmetry';
import type { Link } from 'voxmetry/session';
import { fill, number, words } from './words.js';

const [WIDTH, HEIGHT] = [720, 210];
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 14, 12, 34];

/** Whether a result is a profile. */
export function isProfile(value: unknown): value is Profile {
  return typeof value === 'object' && value !== null && 'positions' in value && 'fraction' in value;
}

/** The chart of a profile. */
export function depthProfile(profile: Profile, name: string, link: Link, middle: Vec3): unknown {
  const { positions, fraction, axis, unit, mean } = profile;
  const along = 'xyz'.indexOf(axis);
  const [first, last] = [positions[0]!, positions.at(-1)!];
  const seen = fraction.filter((value) => !Number.isNaN(value));
  const [low, high] = span(Math.min(...seen), Math.max(...seen));
  const x = (position: number): number =>
    LEFT + ((position - first) / (last - first || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number =>
    HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const line = Array.from(fraction, (value, i) =>
    Number.isNaN(value) ? '' : `${x(positions[i]!).toFixed(1)} ${y(value).toFixed(1)}`,
  ).filter((point) => point !== '');
  const at = link.crosshair.value?.[along];
  const go = (event: MouseEvent): void => {
    const matrix = (event.currentTarget as SVGSVGElement).getScreenCTM();
    if (matrix === null) return;
    const { x: part } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      matrix.inverse(),
    );
    const to = first + ((part - LEFT) / (WIDTH - LEFT - RIGHT)) * (last - first);
    const inside = Math.min(last, Math.max(first, to));
    link.crosshair.value = (link.crosshair.value ?? middle).map((n, i) =>
      i === along ? inside : n,
    ) as unknown as Vec3;
  };
  const percent = (value: number): string => number(value, { style: 'percent' });
  const said = `${fill(words.value.profileOf, { name, axis })}: ${percent(mean.value)}, ${percent(Math.min(...seen))} – ${percent(Math.max(...seen))}`;
  return html`<figure class="profile">
    <figcaption>
      ${fill(words.value.profileOf, { name, axis })}
      <span class="soft">${words.value.profileHint}</span>
    </figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said} @click=${go}>
      ${ticks(low, high, 4).map(
        (value) => svg`<path class="grid" d="M${LEFT} ${y(value)}H${WIDTH - RIGHT}"></path>
          <text class="end" x=${LEFT - 7} y=${y(value) + 4}>${percent(value)}</text>`,
      )}
      ${ticks(first, last, 7).map(
        (value) => svg`<text class="middle" x=${x(value)} y=${HEIGHT - 18}>${number(value)}</text>`,
      )}
      <text class="middle" x=${(LEFT + WIDTH - RIGHT) / 2} y=${HEIGHT - 3}>${axis} (${unit})</text>
      ${
        mean.interval === null
          ? ''
          : svg`<path class="band" d="M${LEFT} ${y(mean.interval[0])}H${WIDTH - RIGHT}V${y(mean.interval[1])}H${LEFT}Z"></path>`
      }
      <path class="mean" d="M${LEFT} ${y(mean.value)}H${WIDTH - RIGHT}"></path>
      <path class="curve" d="M${line.join('L')}"></path>
      ${at === undefined ? '' : svg`<path class="here" d="M${x(at)} ${TOP}V${HEIGHT - BOTTOM}"></path>`}
    </svg>
  </figure>`;
}

/** An interval with some air, within 0 … 1. */
function span(low: number, high: number): readonly [number, number] {
  const air = Math.max(0.02, (high - low) * 0.15);
  return [Math.max(0, low - air), Math.min(1, high + air)];
}

/** Round values between two ends. */
function ticks(from: number, to: number, about: number): readonly number[] {
  const raw = (to - from) / about;
  if (!(raw > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((n) => n * power >= raw)! * power;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}
