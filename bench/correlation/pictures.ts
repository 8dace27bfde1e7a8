// Draws the pictures of docs/correlation.md and docs/joint-statistics.md from a run of the library:
// three methods of one cathode before and after they are registered, and what they say together.
import { writeFileSync } from 'node:fs';
import type { openEngine } from '../../src/engine/index.js';
import type { CalibratedLevel, JointHistogram } from '../../src/index.js';
import { compose, invert, Transform } from '../../src/recipe/transform.js';
import { syntheticModalities } from '../../src/synthetic/index.js';
import { pictureOf, savePicture, sheetOf, type Picture } from '../filters/pictures.js';

type Lab = Awaited<ReturnType<typeof openEngine>>;
type Polygon = readonly (readonly [number, number])[];

/** Pixels of a square of two images by turns. */
const SQUARE = 24;

function chequered(a: Picture, b: Picture): Picture {
  const data = a.data.map((value, i) => {
    const [x, y] = [i % a.width, Math.floor(i / a.width)];
    return (Math.floor(x / SQUARE) + Math.floor(y / SQUARE)) % 2 === 0 ? value : b.data[i]!;
  });
  return { ...a, data };
}

/** Frames of a plot, in the units of the picture. */
const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [460, 330, 64, 12, 46] as const;

/** A plot: its axes from `x` and `y`, marks that `draw` places, and the names of the axes. */
function plot(
  title: string,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
  names: readonly [string, string],
  draw: (px: (x: number) => number, py: (y: number) => number) => readonly string[],
): string {
  const [right, bottom] = [WIDTH - 14, HEIGHT - BOTTOM];
  const px = (x: number): number => LEFT + ((x - x0) / (x1 - x0)) * (right - LEFT);
  const py = (y: number): number => bottom - ((y - y0) / (y1 - y0)) * (bottom - TOP);
  const tick = (value: number): string => String(Number(value.toPrecision(3)));
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((t) => {
    const [x, y] = [x0 + t * (x1 - x0), y0 + t * (y1 - y0)];
    return [
      `<text x="${px(x).toFixed(1)}" y="${bottom + 17}" text-anchor="middle">${tick(x)}</text>`,
      `<text x="${LEFT - 6}" y="${(py(y) + 4).toFixed(1)}" text-anchor="end">${tick(y)}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<rect x="${LEFT}" y="${TOP}" width="${right - LEFT}" height="${bottom - TOP}" fill="#f8f8f8" stroke="#888"/>`,
    ...draw(px, py),
    ...ticks,
    `<text x="${(LEFT + right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${names[0]}</text>`,
    `<text x="14" y="${(TOP + bottom) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(TOP + bottom) / 2})">${names[1]}</text>`,
    '</svg>\n',
  ].join('\n');
}

/** Counts of a joint histogram as grey, by their logarithms, and a polygon over them. */
function histogramPlot(found: JointHistogram, polygon: Polygon): string {
  const { counts, edgesA, edgesB, bins } = found;
  const most = Math.log(1 + counts.reduce((m, n) => Math.max(m, n), 1));
  const ends = (edges: Float64Array): [number, number] => [edges[0]!, edges.at(-1)!];
  return plot(
    'Joint histogram of counts of manganese and X-ray grey levels',
    ends(edgesA),
    ends(edgesB),
    ['Counts of manganese', 'X-ray grey level'],
    (px, py) => [
      ...Array.from(counts, (count, i) => {
        if (count === 0) return '';
        const [a, b] = [Math.floor(i / bins[1]), i % bins[1]];
        const grey = Math.round(225 - (200 * Math.log(1 + count)) / most);
        const [x, y] = [px(edgesA[a]!), py(edgesB[b + 1]!)];
        const [w, h] = [px(edgesA[a + 1]!) - x, py(edgesB[b]!) - y];
        return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="rgb(${grey},${grey},${grey})"/>`;
      }).filter((mark) => mark !== ''),
      `<polygon points="${polygon.map(([a, b]) => `${px(a).toFixed(1)},${py(b).toFixed(1)}`).join(' ')}" fill="none" stroke="#c2410c" stroke-width="2"/>`,
    ],
  );
}

/** The fraction by grey level with its interval; points as large as the whole has of a level. */
function levelsPlot(levels: readonly CalibratedLevel[]): string {
  const seen = levels.filter(({ sample }) => sample > 0);
  const most = seen.reduce((m, { whole }) => Math.max(m, whole), 1);
  return plot(
    'Porosity by X-ray grey level',
    [levels[0]!.lo, levels.at(-1)!.hi],
    [0, 1],
    ['X-ray grey level', 'Porosity in the corner'],
    (px, py) =>
      seen.flatMap(({ lo, hi, fraction, interval, whole }) => {
        const x = px((lo + hi) / 2).toFixed(1);
        return [
          `<line x1="${x}" x2="${x}" y1="${py(interval[0]).toFixed(1)}" y2="${py(interval[1]).toFixed(1)}" stroke="#1d4ed8" stroke-width="1.5"/>`,
          `<circle cx="${x}" cy="${py(fraction).toFixed(1)}" r="${(1.5 + 7 * Math.sqrt(whole / most)).toFixed(1)}" fill="#1d4ed8" fill-opacity="0.8"/>`,
        ];
      }),
  );
}

/** Registers three methods of a cathode and draws what comes out. */
export async function drawModalities(lab: Lab): Promise<void> {
  const made = syntheticModalities({ seed: 1 });
  const [xrm, fibSem, map] = await Promise.all(
    [made.xrm, made.fibSem, made.map].map((volume) => lab.open(volume, volume)),
  );
  const toXrm = await fibSem!.register(xrm!, { initial: made.stage });
  const toFib = await map!.register(fibSem!, { model: 'translation' });
  if (toXrm.outcome !== 'found') throw new Error(toXrm.outcome);
  if (toFib.outcome !== 'found') throw new Error(toFib.outcome);
  const transform = new Transform(toXrm.transform);
  const { size } = fibSem!;
  const on = async (volume: typeof xrm, way: Transform): Promise<Picture> =>
    pictureOf((await volume!.resampleTo(fibSem!, way).read()).data, size);
  const own = pictureOf(made.fibSem.data, size);
  const [before, after] = [await on(xrm, made.stage), await on(xrm, transform)];
  const element = await on(map, invert(new Transform(toFib.transform)));
  savePicture(
    'docs/images/three-methods.png',
    sheetOf(
      [[own, after, element, chequered(own, before), chequered(own, after)]],
      size[0],
      size[1],
    ),
  );

  const chain = compose(new Transform(toFib.transform), transform);
  const joint = await map!.jointHistogram({ volume: xrm!, transform: chain }, { bins: 40 });
  const rich: Polygon = [
    [14, 26000],
    [42, 30000],
    [42, 39500],
    [14, 39500],
  ];
  writeFileSync('docs/images/joint-histogram.svg', histogramPlot(joint, rich));
  const pores = fibSem!.multiOtsu(['pore', 'binder', 'active']).phase('pore');
  const { levels } = await xrm!.calibrate(
    { volume: pores.asVolume().cast('f32'), transform: invert(transform) },
    { block: 5 },
  );
  writeFileSync('docs/images/calibration.svg', levelsPlot(levels));
}
