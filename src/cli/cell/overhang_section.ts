// The part of a cell's report about the overhang of its anode.
import { escapeHtml, readable } from '../report/text.js';
import type { CellAnalysis } from './cell_analysis.js';
import {
  colourBar,
  mapPicture,
  scaleOf,
  svgPicture,
  thinnedAlong,
  type GreyPlane,
} from './cell_pictures.js';

/** The overhang at both ends: a map along the sheet of the cathode, and a row for each turn. */
export function overhangSection({ overhang, input: { unit } }: CellAnalysis): string {
  if (overhang === undefined)
    return '<h2>Overhang of the anode</h2>\n<p>Not measured: --anode LO,HI states the grey levels of the anode’s foil.</p>';
  if (overhang === null) return '<h2>Overhang of the anode</h2>\n<p>Missing.</p>';
  const { value, tolerance, turns } = overhang;
  if (value.lower.unseen === 1 && value.upper.unseen === 1)
    return '<h2>Overhang of the anode</h2>\n<p>Not seen: no end of both electrodes lies within the volume.</p>';
  const columns = value.turn.length;
  const plane: GreyPlane = {
    data: [...value.lower.overhang, ...value.upper.overhang],
    size: [columns, 2],
    spacing: [1, Math.max(1, columns / 24)],
  };
  const scale = scaleOf(plane.data);
  const shown = thinnedAlong(plane);
  const svg = svgPicture(mapPicture(shown, scale), shown.spacing, 'overhang of the anode');
  const ends = ['lower', 'upper'] as const;
  const heads = ends.map((end) =>
    ['mean', 'σ', 'least', `below ${readable(tolerance)}`, 'not seen']
      .map(
        (name, i) =>
          `<th class="number">${i === 0 ? `${end} end<br>` : ''}${escapeHtml(name)}</th>`,
      )
      .join(''),
  );
  const rows = turns.map(
    ({ turn, ...own }) =>
      `<tr><td>${readable(turn)}</td>${ends
        .map((end) => {
          const { mean, std, min, below, unseen } = own[end];
          const share = (part: number): string =>
            Number.isNaN(part) ? '–' : `${readable(100 * part, 3)} %`;
          return [
            ...[mean, std, min].map((each) => (Number.isNaN(each) ? '–' : readable(each, 3))),
            ...[share(below), share(unseen)],
          ]
            .map((text) => `<td class="number">${text}</td>`)
            .join('');
        })
        .join('')}</tr>`,
  );
  return `<h2>Overhang of the anode</h2>
<p class="soft">How far the anode’s foil stands out beyond the cathode, in ${escapeHtml(unit)}: the less of the two turns that face it; right to one row of the windings. Along the sheet of the cathode from its inner end, lower end of z above, upper end below; grey: not seen.</p>
<figure class="map">${svg}${colourBar(scale, unit)}</figure>
<div class="wide"><table><thead><tr><th>turn</th>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}
