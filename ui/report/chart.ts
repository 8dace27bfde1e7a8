// Charts as inline SVG: curves, bars and bands on linear or logarithmic axes. No style of its own
// and no script: colours come from the classes of the page.
import { roundTicks } from '../numbers/ticks.js';
import { escapeHtml } from './escape.js';

/** Numbers one after the other. */
export type Numbers = ArrayLike<number>;

/** An axis of a chart. */
export interface ChartAxis {
  /** What it shows, with its unit in brackets: 'diameter (µm)'. */
  readonly label: string;
  /** Default false: a linear axis. */
  readonly log?: boolean;
  /** Whether it shows parts as per cent. Default false. */
  readonly percent?: boolean;
  /** Values that the axis must hold. */
  readonly holds?: readonly number[];
}

/** What is drawn in a chart; `series` chooses the colour, from 0 on. */
export type ChartMark =
  | {
      readonly kind: 'line' | 'points';
      readonly x: Numbers;
      readonly y: Numbers;
      readonly series: number;
      readonly name?: string;
    }
  | {
      readonly kind: 'bars';
      /** One more than there are values, rising. */
      readonly edges: Numbers;
      readonly y: Numbers;
      readonly series: number;
    }
  | {
      readonly kind: 'band';
      readonly x: Numbers;
      readonly lo: Numbers;
      readonly hi: Numbers;
      readonly series: number;
    }
  /** A line across at a value, and the range about it. */
  | { readonly kind: 'rule'; readonly x: number; readonly range: readonly [number, number] };

/** A chart. */
export interface Chart {
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly marks: readonly ChartMark[];
}

/** Writes a number of an axis. */
type Format = (value: number) => string;

const WIDTH = 400;
const HEIGHT = 270;
const LEFT = 58;
const RIGHT = 24;
const TOP = 14;
const BOTTOM = 44;
/** Points of a curve at most: more cannot be told apart. */
const MOST_POINTS = 800;

/** A chart as SVG; null where there is nothing to draw. */
export function chartSvg({ title, x, y, marks }: Chart, format: Format): string | null {
  const named = marks.flatMap((mark) => ('name' in mark ? [mark] : []));
  const shown = marks.flatMap((mark) => pointsOf(mark, x, y));
  if (shown.length === 0) return null;
  const top = named.length > 1 ? TOP + 16 * Math.ceil(named.length / 2) : TOP;
  const across = scaleOf(x, [...shown.map(([at]) => at), ...(x.holds ?? [])], LEFT, WIDTH - RIGHT);
  const up = scaleOf(
    y,
    [...shown.map(([, at]) => at), ...(y.holds ?? [])],
    HEIGHT - BOTTOM,
    top,
    true,
  );
  const drawn = marks.map((mark) => drawMark(mark, across, up));
  const legend = named.length > 1 ? named.map(legendEntry) : [];
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" role="img" aria-label="${escapeHtml(title)}">
${axisMarks(across, up, x, y, format)}
<g class="marks">${drawn.join('')}</g>
${legend.join('')}
</svg>`;
}

/** The places that a mark takes, those alone that the axes can show. */
function pointsOf(mark: ChartMark, x: ChartAxis, y: ChartAxis): (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  const add = (at: number, value: number): void => {
    if (shows(x, at) && shows(y, value)) all.push([at, value]);
  };
  if (mark.kind === 'rule') return all;
  if (mark.kind === 'bars')
    for (let i = 0; i < mark.y.length; i += 1) {
      add(mark.edges[i]!, mark.y[i]!);
      add(mark.edges[i + 1]!, mark.y[i]!);
    }
  else if (mark.kind === 'band')
    for (let i = 0; i < mark.x.length; i += 1) {
      add(mark.x[i]!, mark.lo[i]!);
      add(mark.x[i]!, mark.hi[i]!);
    }
  else for (let i = 0; i < mark.x.length; i += 1) add(mark.x[i]!, mark.y[i]!);
  return all;
}

function shows({ log = false }: ChartAxis, value: number): boolean {
  return Number.isFinite(value) && (!log || value > 0);
}

interface Scale {
  /** The place of a value in the picture. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly log: boolean;
}

/** A scale from a to b; a `round` one ends at round numbers. */
function scaleOf(
  { log = false }: ChartAxis,
  values: readonly number[],
  a: number,
  b: number,
  round = false,
): Scale {
  const fit = values.filter((value) => shows({ label: '', log }, value));
  let from = fit.reduce((least, value) => Math.min(least, value), Infinity);
  let to = fit.reduce((most, value) => Math.max(most, value), -Infinity);
  const turn = log ? Math.log10 : (value: number): number => value;
  if (log) {
    // Room on either side, so that points do not lie on the frame.
    const room = from === to ? 2 : (to / from) ** 0.04;
    [from, to] = [from / room, to * room];
    const span = (value: number): number => (turn(value) - turn(from)) / (turn(to) - turn(from));
    return { at: (v) => a + (b - a) * span(v), ticks: logTicks(from, to), from, to, log };
  }
  if (from === to)
    [from, to] = from === 0 ? [0, 1] : [from - Math.abs(from) / 2, to + Math.abs(to) / 2];
  const ticks = roundTicks(from, to, 5);
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 0;
  if (step > 0 && round) {
    from = Math.floor(from / step + 1e-9) * step;
    to = Math.ceil(to / step - 1e-9) * step;
  }
  const at = (value: number): number => a + ((b - a) * (value - from)) / (to - from);
  return { at, ticks: roundTicks(from, to, 5), from, to, log };
}

/** Powers of ten; within fewer than two of them, 2 and 5 times these too. */
function logTicks(from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from));
  const last = Math.ceil(Math.log10(to));
  const factors = Math.log10(to / from) < 2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil((last - first) / 6));
  const all: number[] = [];
  for (let power = first; power <= last; power += every)
    for (const factor of factors) all.push(Number((factor * 10 ** power).toPrecision(3)));
  return all.filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
}

function drawMark(mark: ChartMark, x: Scale, y: Scale): string {
  if (mark.kind === 'rule') {
    const clamp = (value: number): number => x.at(Math.min(x.to, Math.max(x.from, value)));
    const [lo, hi] = mark.range.map(clamp) as [number, number];
    const [low, high] = [y.at(y.from), y.at(y.to)];
    const width = hi - lo;
    return `<rect class="range" x="${px(lo)}" y="${px(high)}" width="${px(width)}" height="${px(low - high)}"/><path class="rule" d="M${px(clamp(mark.x))} ${px(low)}V${px(high)}"/>`;
  }
  const colour = `s${String(mark.series % 6)}`;
  if (mark.kind === 'bars') {
    const base = y.at(Math.max(y.from, y.log ? y.from : 0));
    const steps = Array.from(mark.y, (value, i) => {
      const [a, b] = [x.at(mark.edges[i]!), x.at(mark.edges[i + 1]!)];
      return Number.isFinite(value) && value > 0
        ? `M${px(a)} ${px(base)}V${px(y.at(value))}H${px(b)}V${px(base)}Z`
        : '';
    });
    return `<path class="bars ${colour}" d="${steps.join('')}"/>`;
  }
  if (mark.kind === 'band') {
    const there = thin(mark.x.length).filter((i) =>
      [mark.x[i]!, mark.lo[i]!, mark.hi[i]!].every((value) => Number.isFinite(value)),
    );
    const along = (i: number, value: number): string =>
      `${px(x.at(mark.x[i]!))} ${px(y.at(value))}`;
    const ends = [
      ...there.map((i) => along(i, mark.hi[i]!)),
      ...there.toReversed().map((i) => along(i, mark.lo[i]!)),
    ];
    return ends.length === 0 ? '' : `<path class="band ${colour}" d="M${ends.join('L')}Z"/>`;
  }
  const fits = (i: number): boolean =>
    [mark.x[i]! > 0 || !x.log, mark.y[i]! > 0 || !y.log].every(Boolean) &&
    Number.isFinite(mark.x[i]!) &&
    Number.isFinite(mark.y[i]!);
  const place = (i: number): string => `${px(x.at(mark.x[i]!))} ${px(y.at(mark.y[i]!))}`;
  if (mark.kind === 'points')
    return thin(mark.x.length)
      .filter(fits)
      .map((i) => {
        const [cx, cy] = place(i).split(' ');
        return `<circle class="${colour}" cx="${cx!}" cy="${cy!}" r="2.6"/>`;
      })
      .join('');
  let path = '';
  let drawing = false;
  for (const i of thin(mark.x.length)) {
    // A curve has a gap where it has no value.
    if (fits(i)) path += `${drawing ? 'L' : 'M'}${place(i)}`;
    drawing = fits(i);
  }
  return `<path class="line ${colour}" d="${path}"/>`;
}

/** The indices of a curve that are drawn: all, or as many as can be told apart, with both ends. */
function thin(length: number): number[] {
  const count = Math.min(length, MOST_POINTS);
  return Array.from({ length: count }, (_, i) =>
    count < 2 ? i : Math.round((i * (length - 1)) / (count - 1)),
  );
}

function axisMarks(x: Scale, y: Scale, ofX: ChartAxis, ofY: ChartAxis, format: Format): string {
  const [left, right] = [x.at(x.from), x.at(x.to)];
  const [low, high] = [y.at(y.from), y.at(y.to)];
  const text = ({ percent = false }: ChartAxis, value: number): string =>
    escapeHtml(format(percent ? 100 * value : value));
  const below = x.ticks.map(
    (tick) =>
      `<path d="M${px(x.at(tick))} ${px(low)}v-5"/><text x="${px(x.at(tick))}" y="${px(low + 15)}" text-anchor="middle">${text(ofX, tick)}</text>`,
  );
  const beside = y.ticks.map(
    (tick) =>
      `<path d="M${px(left)} ${px(y.at(tick))}h5"/><text x="${px(left - 6)}" y="${px(y.at(tick) + 3.6)}" text-anchor="end">${text(ofY, tick)}</text>`,
  );
  const middle = (low + high) / 2;
  return `<g class="axes"><rect x="${px(left)}" y="${px(high)}" width="${px(right - left)}" height="${px(low - high)}"/>${below.join('')}${beside.join('')}<text class="name" x="${px((left + right) / 2)}" y="${String(HEIGHT - 8)}" text-anchor="middle">${escapeHtml(ofX.label)}</text><text class="name" transform="translate(13 ${px(middle)}) rotate(-90)" text-anchor="middle">${escapeHtml(ofY.label)}</text></g>`;
}

function legendEntry(
  { name = '', series, kind }: { name?: string; series: number; kind: 'line' | 'points' },
  i: number,
): string {
  const x = LEFT + (i % 2) * ((WIDTH - LEFT - RIGHT) / 2);
  const y = 10 + 16 * Math.floor(i / 2);
  const colour = `s${String(series % 6)}`;
  const sample =
    kind === 'points'
      ? `<circle class="${colour}" cx="${px(x + 9)}" cy="${px(y)}" r="2.6"/>`
      : `<path class="line ${colour}" d="M${px(x)} ${px(y)}h18"/>`;
  return `<g class="legend">${sample}<text x="${px(x + 24)}" y="${px(y + 3.6)}">${escapeHtml(name)}</text></g>`;
}

function px(value: number): string {
  return String(Number(value.toFixed(2)));
}
