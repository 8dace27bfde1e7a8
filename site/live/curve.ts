import type { Curve } from './show.js';

const NAMESPACE = 'http://www.w3.org/2000/svg';
const WIDEST = 704;
const HEIGHT = 280;
const LEFT = 64;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 46;

function element(name: string, attributes: Record<string, string | number>): Element {
  const made: Element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function label(text: string, attributes: Record<string, string | number>): Element {
  const made = element('text', attributes);
  made.textContent = text;
  return made;
}

/** Some round numbers from `lo` to `hi`. */
function roundTicks(lo: number, hi: number, count = 5): number[] {
  const rough = (hi - lo) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + 1e-9 * step; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

/** Powers of ten, and 2 and 5 times them, from `lo` to `hi`. */
function logTicks(lo: number, hi: number): number[] {
  const ticks = [];
  for (let power = Math.floor(Math.log10(lo)); power <= Math.log10(hi); power++)
    for (const factor of [1, 2, 5]) {
      const tick = Number((factor * 10 ** power).toPrecision(6));
      if (tick >= lo && tick <= hi) ticks.push(tick);
    }
  return ticks;
}

/** A curve as a picture, `room` CSS pixels wide, that follows the colours of the page. */
export function curvePicture(curve: Curve, room: number): Element {
  const width = Math.max(240, Math.min(room, WIDEST));
  const { xLabel = '', yLabel = '', marks = [], band = null, logX = false } = curve;
  const points = Array.from(curve.x, (x, i) => [x, curve.y[i] ?? NaN] as const).filter(
    ([x, y]) => Number.isFinite(x) && Number.isFinite(y),
  );
  const xs = points.map(([x]) => x);
  const ys = [...points.map(([, y]) => y), ...(band ?? [])];
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const spread = Math.max(...ys) - Math.min(...ys) || 1;
  const y0 = Math.min(...ys) - 0.05 * spread;
  const y1 = Math.max(...ys) + 0.05 * spread;
  const scale = logX ? Math.log : (x: number) => x;
  const across = (x: number) =>
    LEFT + ((scale(x) - scale(x0)) / (scale(x1) - scale(x0) || 1)) * (width - LEFT - RIGHT);
  const down = (y: number) => TOP + ((y1 - y) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM);

  const picture = element('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img' });
  picture.setAttribute('aria-label', `${yLabel} over ${xLabel}, ${points.length} points`);
  if (band !== null)
    picture.append(
      element('rect', {
        class: 'band',
        x: LEFT,
        width: width - LEFT - RIGHT,
        y: down(band[1]),
        height: Math.max(1, down(band[0]) - down(band[1])),
      }),
    );
  for (const y of roundTicks(y0, y1)) {
    picture.append(element('line', { x1: LEFT, x2: width - RIGHT, y1: down(y), y2: down(y) }));
    picture.append(label(String(y), { x: LEFT - 8, y: down(y) + 4, 'text-anchor': 'end' }));
  }
  const most = width < 400 ? 3 : 5;
  for (const x of logX ? logTicks(x0, x1) : roundTicks(x0, x1, most))
    picture.append(
      label(String(x), { x: across(x), y: HEIGHT - BOTTOM + 18, 'text-anchor': 'middle' }),
    );
  for (const x of marks)
    picture.append(
      element('line', {
        class: 'mark',
        x1: across(x),
        x2: across(x),
        y1: TOP,
        y2: HEIGHT - BOTTOM,
      }),
    );
  picture.append(
    element('polyline', {
      points: points.map(([x, y]) => `${across(x).toFixed(1)},${down(y).toFixed(1)}`).join(' '),
    }),
    label(xLabel, { class: 'axis', x: width - RIGHT, y: HEIGHT - 8, 'text-anchor': 'end' }),
    label(yLabel, {
      class: 'axis',
      x: -TOP,
      y: 14,
      transform: 'rotate(-90)',
      'text-anchor': 'end',
    }),
  );
  return picture;
}
