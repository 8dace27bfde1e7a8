// Letters for scale bars, 5 × 7 pixels: each the same on every machine, which fonts are not.

/** Pixels of a glyph, and from one to the next. */
export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;
export const GLYPH_STEP = 6;

/** Rows from the top, a bit for each pixel: 16 is the leftmost. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  ' ': [0, 0, 0, 0, 0, 0, 0],
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  '.': [0, 0, 0, 0, 0, 12, 12],
  ',': [0, 0, 0, 0, 12, 4, 8],
  '-': [0, 0, 0, 14, 0, 0, 0],
  '?': [14, 17, 1, 2, 4, 0, 4],
  a: [0, 0, 14, 1, 15, 17, 15],
  c: [0, 0, 14, 16, 16, 17, 14],
  e: [0, 0, 14, 17, 31, 16, 14],
  i: [4, 0, 12, 4, 4, 4, 14],
  k: [16, 16, 18, 20, 24, 20, 18],
  l: [12, 4, 4, 4, 4, 4, 14],
  m: [0, 0, 26, 21, 21, 21, 21],
  n: [0, 0, 22, 25, 17, 17, 17],
  o: [0, 0, 14, 17, 17, 17, 14],
  p: [0, 0, 30, 17, 30, 16, 16],
  s: [0, 0, 15, 16, 14, 1, 30],
  t: [8, 8, 28, 8, 8, 9, 6],
  v: [0, 0, 17, 17, 17, 10, 4],
  x: [0, 0, 17, 10, 4, 10, 17],
  µ: [0, 0, 17, 17, 19, 29, 16],
  Å: [4, 10, 4, 10, 17, 31, 17],
};

/** Pixels of a text across. */
export function textWidth(text: string): number {
  return Math.max(0, Array.from(text).length * GLYPH_STEP - (GLYPH_STEP - GLYPH_WIDTH));
}

/** Calls back for every pixel of a text; letters that there are no glyphs of are question marks. */
export function eachPixel(text: string, paint: (x: number, y: number) => void): void {
  Array.from(text).forEach((letter, i) => {
    (GLYPHS[letter] ?? GLYPHS['?']!).forEach((row, y) => {
      for (let x = 0; x < GLYPH_WIDTH; x++) if (row & (16 >> x)) paint(i * GLYPH_STEP + x, y);
    });
  });
}
