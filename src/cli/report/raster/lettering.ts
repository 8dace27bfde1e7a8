// A plain stroke font for charts as pixels, where no font can be asked for.
import type { Point } from './outline.js';

/**
 * Strokes of a character as points, a digit each for x and y: the baseline at 2, lower case up to
 * 7, capitals and digits up to 9.
 */
const STROKES: Readonly<Record<string, string>> = {
  '0': '12 32 43 48 39 19 08 03 12',
  '1': '17 29 22',
  '2': '08 19 39 48 46 02 42',
  '3': '08 19 39 48 47 36 45 43 32 12 03,16 36',
  '4': '32 39 04 44',
  '5': '49 09 06 36 45 43 32 12 03',
  '6': '48 39 19 08 03 12 32 43 45 36 16 05',
  '7': '09 49 12',
  '8': '16 36 47 48 39 19 08 07 16 05 03 12 32 43 45 36',
  '9': '03 12 32 43 48 39 19 08 06 15 35 46',
  a: '47 42,46 37 17 06 03 12 32 43',
  b: '09 02,06 17 37 46 43 32 12 03',
  c: '46 37 17 06 03 12 32 43',
  d: '49 42,46 37 17 06 03 12 32 43',
  e: '05 45 46 37 17 06 03 12 32 43',
  f: '39 29 18 12,07 27',
  g: '47 41 30 10 01,46 37 17 06 03 12 32 43',
  h: '09 02,06 17 37 46 42',
  i: '07 02,09 09',
  j: '17 11 00,19 19',
  k: '09 02,37 04,15 42',
  l: '09 02',
  m: '07 02,06 17 27 36 32,36 47 57 66 62',
  n: '07 02,06 17 37 46 42',
  o: '12 32 43 46 37 17 06 03 12',
  p: '07 00,06 17 37 46 43 32 12 03',
  q: '47 40,46 37 17 06 03 12 32 43',
  r: '07 02,05 16 27 37',
  s: '46 37 17 06 15 35 44 43 32 12 03',
  t: '19 13 22 32,07 37',
  u: '07 03 12 32 43,47 42',
  v: '07 22 47',
  w: '07 12 37 52 67',
  x: '07 42,02 47',
  y: '07 22,47 10 00',
  z: '07 47 02 42',
  A: '02 29 42,14 34',
  B: '02 09 39 48 47 36 06,36 45 43 32 02',
  C: '48 39 19 08 03 12 32 43',
  D: '02 09 29 47 44 22 02',
  E: '49 09 02 42,06 36',
  F: '49 09 02,06 36',
  G: '48 39 19 08 03 12 32 43 45 25',
  H: '09 02,49 42,06 46',
  I: '09 02',
  J: '39 33 22 12 03',
  K: '09 02,49 05,16 42',
  L: '09 02 42',
  M: '02 09 35 69 62',
  N: '02 09 42 49',
  O: '12 32 43 48 39 19 08 03 12',
  P: '02 09 39 48 46 35 05',
  Q: '12 32 43 48 39 19 08 03 12,24 42',
  R: '02 09 39 48 46 35 05,25 42',
  S: '48 39 19 08 07 16 36 45 43 32 12 03',
  T: '09 49,29 22',
  U: '09 03 12 32 43 49',
  V: '09 22 49',
  W: '09 12 37 52 69',
  X: '09 42,02 49',
  Y: '09 26 49,26 22',
  Z: '09 49 02 42',
  '.': '02 02',
  ',': '13 01',
  ':': '02 02,06 06',
  '-': '05 35',
  '−': '05 45',
  '–': '05 45',
  '+': '05 45,27 23',
  '±': '06 46,28 24,02 42',
  '×': '07 43,03 47',
  '·': '05 05',
  '=': '06 46,04 44',
  '<': '47 05 43',
  '>': '07 45 03',
  '≤': '48 06 44,02 42',
  '≥': '08 46 04,02 42',
  '(': '29 17 13 21',
  ')': '09 17 13 01',
  '/': '01 49',
  '%': '12 59,07 09 29 27 07,42 44 64 62 42',
  '→': '05 65,47 65 43',
  '↑': '22 29,07 29 47',
  µ: '07 00,03 12 32 43,47 42',
  μ: '07 00,03 12 32 43,47 42',
  δ: '49 29 18 37 46 43 32 12 03 05 16 36',
  Å: '02 27 42,14 34,18 38 39 19 18',
};
/** What stands for a character that has no strokes here: a box. */
const UNKNOWN = '02 09 49 42 02';
/** A step of the grid in font sizes, across and up, and the width of a stroke. */
const [ACROSS, UP] = [0.09, 0.1];
const [REGULAR, BOLD] = [0.085, 0.12];
/** Between characters, and of a space and a thin one, as between thousands, in steps. */
const [GAP, SPACE, THIN_SPACE] = [2, 3, 1];

const THIN = /[\u2009\u202f]/;

/** A line of text as strokes around its origin, y downwards. */
export interface Lettering {
  readonly strokes: readonly (readonly Point[])[];
  /** Width of a stroke. */
  readonly stroke: number;
}

/** Draws a text from its anchor on the baseline, in the unit of the font size. */
export function lettering(
  text: string,
  fontSize: number,
  anchor: 'start' | 'middle' | 'end',
  bold: boolean,
): Lettering {
  const strokes: Point[][] = [];
  let at = 0;
  for (const character of text) {
    if (/\s/.test(character)) {
      at += THIN.test(character) ? THIN_SPACE : SPACE;
      continue;
    }
    const given = STROKES[character] ?? UNKNOWN;
    const lines = given.split(',').map((line) => line.split(' '));
    for (const line of lines)
      strokes.push(line.map((point) => [at + Number(point[0]), 2 - Number(point[1])]));
    // Digits are all as wide, so that columns of numbers stand in line.
    const width = /\d/.test(character) ? 4 : Math.max(0, ...lines.flat().map((p) => Number(p[0])));
    at += width + GAP;
  }
  const shift = { start: 0, middle: (at - GAP) / 2, end: at - GAP }[anchor];
  return {
    strokes: strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [(x - shift) * ACROSS * fontSize, y * UP * fontSize]),
    ),
    stroke: (bold ? BOLD : REGULAR) * fontSize,
  };
}
