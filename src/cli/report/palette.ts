// Colours that stand apart for colour-blind eyes too (after Okabe and Ito).

/** Middle tones for phases: they read on white, on near-black and on grey. */
const PHASES = [
  '#e69f00',
  '#2f86c6',
  '#009e73',
  '#cc79a7',
  '#d55e00',
  '#56b4e9',
  '#b8a900',
  '#8a7bd8',
];

/** Bright tones for outlines on a grey image. */
const OUTLINES = [
  '#ffb000',
  '#56c8ff',
  '#ff5f4a',
  '#2fd6a1',
  '#f6ef52',
  '#e58fd0',
  '#9b8cff',
  '#ffffff',
];

/** The colour of the phase at a place of the list of phases. */
export function phaseColour(index: number): string {
  return PHASES[index] ?? hue(index);
}

/** The colour of outlines of one class. */
export function outlineColour(index: number): string {
  return OUTLINES[index] ?? hue(index);
}

/** Further colours, as far apart on the circle of hues as can be: steps of the golden angle. */
function hue(index: number): string {
  const angle = (index * 137.508) % 360;
  const channel = (shift: number): string => {
    const k = (shift + angle / 30) % 12;
    const value = 0.58 - 0.38 * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** Red, green and blue of a colour, 0 to 255. */
export function rgbOf(colour: string): readonly [number, number, number] {
  const at = (i: number): number => Number.parseInt(colour.slice(i, i + 2), 16);
  return [at(1), at(3), at(5)];
}
