import type { Color, ColorMap } from './state.js';

/** The names of the colour maps. */
export const COLOR_MAP_NAMES: readonly ColorMap[] = [
  'grey',
  'viridis',
  'cividis',
  'magma',
  'batlow',
];

/** The colours of Okabe and Ito, which the colour-blind tell apart; in the order of phases. */
export const OKABE_ITO: readonly Color[] = [
  '#56b4e9',
  '#e69f00',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#999999',
];

/** The colour of a mask where nothing is said. */
export const MASK_COLOR: Color = '#e69f00';

/** Whether something is a colour as '#rrggbb'. */
export function isColor(given: unknown): given is Color {
  return typeof given === 'string' && /^#[\da-f]{6}$/i.test(given);
}

/** Red, green and blue in a word, red in the lowest bits, as the bytes of pictures lie. */
export function wordOfColor(color: Color): number {
  const rgb = parseInt(color.slice(1), 16);
  return (rgb >>> 16) | (rgb & 0xff00) | ((rgb & 0xff) << 16);
}

/** A word of red, green and blue from 0 to 255, which are rounded. */
export function wordOf(red: number, green: number, blue: number): number {
  const byte = (n: number): number => Math.min(255, Math.max(0, Math.round(n)));
  return byte(red) | (byte(green) << 8) | (byte(blue) << 16);
}
