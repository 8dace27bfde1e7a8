import { readable, timesJoined } from '../report/text.js';
import { printable } from '../usage.js';
import type { CellOverhang } from './anode_overhang.js';
import type { CellAnalysis, CellObject } from './cell_analysis.js';
import { foilWords } from './foil_words.js';

/** Outgrowths that are printed; all are in the table. */
const LISTED = 10;

/** The results as they are printed: a few aligned lines. */
export function cellSummary(analysis: CellAnalysis): string {
  const { input, can, windings, layers, delaminations, overhang } = analysis;
  const { objects, summary, truth, missing } = analysis;
  const { unit } = input;
  const known = (value: number | undefined): string =>
    value === undefined ? '' : `; truth ${readable(value, 5)}`;
  const lines: (readonly [string, string])[] = [
    [
      'input',
      `${input.name}: ${timesJoined(input.size)} ${input.dtype}, spacing ${timesJoined(input.spacing)} ${unit}`,
    ],
    ...input.warnings.map((warning) => ['note', warning] as const),
    ['electrode', analysis.electrode],
  ];
  if (can !== null) {
    const { majorAxis, minorAxis, wall, dents } = can;
    const diameter = (majorAxis.value + minorAxis.value) / 2;
    lines.push([
      'can',
      `diameter ${readable(diameter, 5)} ± ${readable(majorAxis.standardError, 2)} ${can.unit}${known(truth === null ? undefined : 2 * truth.canRadius)}; wall ${readable(wall.value, 3)} ${can.unit}${known(truth?.canWall)}; ${String(dents.length)} dents`,
    ]);
  }
  if (windings !== null) {
    const { pitch, turns, sheetLength, rms } = windings.fit;
    const given = ({ value, interval }: typeof pitch): string =>
      `${readable(value, 5)} (95 %: ${readable(interval[0], 5)} – ${readable(interval[1], 5)})`;
    lines.push(
      [
        'pitch',
        `${given(pitch)} ${unit}${known(truth?.pitch)}; fit leaves ${readable(rms.value, 2)}`,
      ],
      ['turns', `${given(turns)} of this electrode`],
      ['length', `${given(sheetLength)} ${unit}`],
    );
  }
  if (layers !== null) lines.push(['unseen', `${readable(100 * layers.unseen, 2)} % of the sheet`]);
  if (delaminations !== null)
    lines.push([
      'parted',
      `${String(delaminations.objects.length)} places where turns have come apart`,
    ]);
  if (overhang)
    for (const end of ['lower', 'upper'] as const)
      lines.push(['overhang', `${endWords(overhang, end, unit)}${known(truth?.overhang)}`]);
  if (objects !== null) {
    if (summary !== null) lines.push(['foil', foilWords(summary)]);
    const grown = objects.filter(({ kind }) => kind === 'outgrowth');
    lines.push([
      'outgrowths',
      `${String(grown.length)}${known(truth?.outgrowths)}; particles ${String(objects.length - grown.length)}`,
    ]);
    for (const { rank, kind, turn, theta, side, cell, values } of objects.slice(0, LISTED))
      lines.push([
        '',
        `${String(rank)} ${kind}: turn ${readable(turn)}, ${readable((theta * 180) / Math.PI, 4)}°, ${side}, at ${cell.map((place) => readable(place, 5)).join(', ')} ${unit}; ${sizeOf(values, unit)}`,
      ]);
  }
  for (const { part, message } of missing) lines.push(['missing', `${part}: ${message}`]);
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return `${lines.map(([name, text]) => `${name.padEnd(width)}${printable(text)}`).join('\n')}\n`;
}

/** The overhang at one end, in words. */
function endWords({ value, tolerance }: CellOverhang, end: 'lower' | 'upper', unit: string) {
  const { mean, low, high, min, below, unseen } = value[end];
  if (unseen === 1) return `${end} end: not seen`;
  return `${end} end: ${readable(mean, 3)} (95 %: ${readable(low, 3)} – ${readable(high, 3)}) ${unit}, least ${readable(min, 3)}; ${readable(100 * below, 3)} % below ${readable(tolerance)}; ${readable(100 * unseen, 2)} % not seen`;
}

/** The size of an outgrowth: its height, or what it is worth where heights are not seen. */
function sizeOf(values: CellObject['values'], unit: string): string {
  const of = (name: string): number => values[name] ?? NaN;
  if (Number.isNaN(of('height')))
    return `worth ${readable(of('thickness'), 3)} ${unit} of copper at its peak, volume ${readable(of('volume'), 3)} ${unit}³`;
  return `height ${readable(of('height'), 3)} ${unit}, bridges ${readable(100 * of('bridged'), 3)} %`;
}
