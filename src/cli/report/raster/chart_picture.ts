// A chart as pixels: what svgOf() draws, without a browser.
import { parseHTML } from 'linkedom';
import type { Picture } from '../pixels.js';
import { Canvas, type Ink } from './canvas.js';
import { lettering } from './lettering.js';
import { dot, lineOutline, type Point } from './outline.js';

/** Pixels of the picture along a pixel of the chart. */
const SCALE = 2;
/** The text colour of a page, which a chart takes. */
const TEXT = '#1c2126';

/** What an element has from those around it. */
interface Inherited {
  readonly shift: Point;
  readonly values: ReadonlyMap<string, string>;
}

const NAMES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
  'font-size',
  'font-weight',
] as const;

/** An image of a chart on white, twice as many pixels along an edge as the chart has. */
export function chartPicture(svg: string): Picture {
  const chart = parseHTML(svg).document.documentElement;
  const size = ['width', 'height'].map((name) =>
    Math.round(SCALE * Number(chart.getAttribute(name))),
  );
  const canvas = new Canvas(size[0]!, size[1]!);
  const fontSize = /font-size:\s*([\d.]+)px/.exec(chart.getAttribute('style') ?? '')?.[1];
  const values = new Map<string, string>([
    ['fill', 'currentColor'],
    ['stroke', 'none'],
  ]);
  draw(canvas, chart, { shift: [0, 0], values: within(chart, values, fontSize) });
  return canvas.picture;
}

/** Values of an element: its own, else those around it. */
function within(
  element: Element,
  around: ReadonlyMap<string, string>,
  fontSize?: string,
): ReadonlyMap<string, string> {
  const values = new Map(around);
  for (const name of NAMES) {
    const own = element.getAttribute(name);
    if (own !== null) values.set(name, own);
  }
  if (fontSize !== undefined) values.set('font-size', fontSize);
  return values;
}

function draw(canvas: Canvas, element: Element, { shift, values }: Inherited): void {
  for (const child of element.children) {
    if (child.localName === 'style') continue;
    const [, dx = '0', dy = '0'] =
      /translate\(([^,)]+),([^)]+)\)/.exec(child.getAttribute('transform') ?? '') ?? [];
    const own: Inherited = {
      shift: [shift[0] + Number(dx), shift[1] + Number(dy)],
      values: within(child, values),
    };
    drawShape(canvas, child, own);
    draw(canvas, child, own);
  }
}

/** The ink of a fill or a stroke; undefined where there is none. */
function inkOf(values: Inherited['values'], of: 'fill' | 'stroke'): Ink | undefined {
  const colour = values.get(of)!;
  if (colour === 'none') return undefined;
  const hex = colour === 'currentColor' ? TEXT : colour;
  const channel = (at: number): number => parseInt(hex.slice(at, at + 2), 16);
  return {
    rgb: [channel(1), channel(3), channel(5)],
    opacity: Number(values.get(`${of}-opacity`) ?? 1),
  };
}

function drawShape(canvas: Canvas, element: Element, { shift, values }: Inherited): void {
  const number = (name: string): number => Number(element.getAttribute(name) ?? 0);
  const placed = ([x, y]: Point): Point => [SCALE * (x + shift[0]), SCALE * (y + shift[1])];
  const fill = (polygons: readonly (readonly Point[])[]): void => {
    const ink = inkOf(values, 'fill');
    if (ink !== undefined) canvas.fill(polygons, ink);
  };
  const stroke = (line: readonly Point[], round = false): void => {
    const ink = inkOf(values, 'stroke');
    const width = SCALE * Number(values.get('stroke-width') ?? 1);
    if (ink !== undefined) canvas.fill(lineOutline(line, width, round), ink);
  };
  switch (element.localName) {
    case 'line':
      stroke([placed([number('x1'), number('y1')]), placed([number('x2'), number('y2')])]);
      break;
    case 'rect': {
      const [x, y, wide, high] = [number('x'), number('y'), number('width'), number('height')];
      const corners: Point[] = [
        [x, y],
        [x + wide, y],
        [x + wide, y + high],
        [x, y + high],
      ];
      const around = corners.map(placed);
      fill([around]);
      stroke([...around, around[0]!], true);
      break;
    }
    case 'circle':
      fill([dot(placed([number('cx'), number('cy')]), SCALE * number('r'))]);
      break;
    case 'path':
      for (const line of pathLines(element.getAttribute('d') ?? '')) {
        fill([line.map(placed)]);
        stroke(line.map(placed));
      }
      break;
    case 'text': {
      const fontSize = Number(values.get('font-size'));
      const up = /^(-?[\d.]+)em$/.exec(element.getAttribute('y') ?? '')?.[1];
      const base: Point = [number('x'), up === undefined ? number('y') : Number(up) * fontSize];
      const anchor = values.get('text-anchor') as 'start' | 'middle' | 'end';
      const bold = Number(values.get('font-weight') ?? 400) > 500;
      const { strokes, stroke: width } = lettering(element.textContent, fontSize, anchor, bold);
      const ink = inkOf(values, 'fill')!;
      const lines = strokes.map((line) =>
        line.map(([x, y]): Point => placed([base[0] + x, base[1] + y])),
      );
      canvas.fill(
        lines.flatMap((line) => lineOutline(line, SCALE * width, true)),
        ink,
      );
      break;
    }
  }
}

/** The lines of a path of straight pieces; a closed one ends where it begins. */
function pathLines(d: string): Point[][] {
  const lines: Point[][] = [];
  for (const [, command, at = ''] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const [x, y] = at.split(',').map(Number);
    if (command === 'M') lines.push([[x!, y!]]);
    else if (command === 'L') lines.at(-1)!.push([x!, y!]);
    else if (command === 'Z') lines.at(-1)!.push(lines.at(-1)![0]!);
    else throw new Error(`a chart has a path of '${String(command)}', which is no straight line`);
  }
  return lines;
}
