// The report of a scan and its twins: one HTML file that needs nothing else.
import { documentHtml, missingParts, provenanceSection, tile } from '../report/document.js';
import { sampleAndInput } from '../report/tables.js';
import { escapeHtml, readable, readableInterval, timesJoined } from '../report/text.js';
import type { CellNumber, TwinAnalysis, UsedNumber } from './analyse_twin.js';
import { dischargeChart } from './discharge_chart.js';

const TWIN_STYLE = `
.discharge { max-width: 640px; margin: 0; } .discharge svg { width: 100%; height: auto; font-family: inherit; }
`;

/** What the numbers are called. */
export const NAMES: Readonly<Record<CellNumber, string>> = {
  porosity: 'Porosity',
  surface: 'Surface per volume',
  tortuosity: 'Tortuosity factor',
};

/** In which unit each is. */
export function unitOf(name: CellNumber, { input }: TwinAnalysis): string {
  return name === 'surface' ? `1/${input.unit}` : '';
}

/** Writes the report. */
export function twinHtml(analysis: TwinAnalysis): string {
  const { title, about, input, axis, twins } = analysis;
  return documentHtml(
    title,
    `<h1>${escapeHtml(title)}</h1>
<p class="soft">What median and Otsu get wrong of ${escapeHtml(input.name)}, by synthetic twins</p>
${about.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
<div class="key">
${names()
  .map((name) => numberTile(name, analysis))
  .join('\n')}
</div>
${missingParts(analysis.missing)}
<h2>Numbers</h2>
${numberTable(analysis)}
<p class="soft">Structures that resemble the scan were made, imaged and measured alike; their truth is known. The bias is read at what was measured; ranges and bands are those of a next twin at 95 %. What is not corrected is used as measured, with an interval over all that it may be off by.</p>
<h2>Twins</h2>
${matchTable(analysis)}
<p class="soft">How far the scan's curves lie from those of the twins, in deviations from twin to twin; above the limit they do not match. Pieces of ${timesJoined(twins.size)} voxels.</p>
<h2>Cell model</h2>
${dischargeSection(analysis)}
<h2>Sample and input</h2>
${sampleAndInput(analysis, [['axis', `${axis}, through the layer`]])}
${provenanceSection(analysis)}`,
    TWIN_STYLE,
  );
}

function names(): readonly CellNumber[] {
  return ['porosity', 'surface', 'tortuosity'];
}

function numberTile(name: CellNumber, analysis: TwinAnalysis): string {
  const { value, interval, corrected } = analysis.numbers[name];
  const said = corrected === null ? 'not corrected; within' : '95 %:';
  return tile(
    NAMES[name],
    `${readable(value)} ${unitOf(name, analysis)}`.trim(),
    `${said} ${readableInterval(interval)}`,
  );
}

function numberTable(analysis: TwinAnalysis): string {
  const known = names().some((name) => analysis.numbers[name].truth !== null);
  const row = (name: CellNumber): string => {
    const { measured, bias, corrected, band, match, reason, truth } = analysis.numbers[name];
    const unit = unitOf(name, analysis);
    const cells = [
      number(measured),
      bias.value === null ? range(bias.range) : `${readable(bias.value)} [${range(bias.range)}]`,
      corrected === null ? '–' : `${readable(corrected)} [${range(band)}]`,
      ...(known ? [number(truth)] : []),
    ];
    return `<tr><td>${NAMES[name]}${unit === '' ? '' : `, ${escapeHtml(unit)}`}</td>${cells.map((cell) => `<td class="number">${cell}</td>`).join('')}<td>${escapeHtml(reason ?? `by ${match.join(', ')}`)}</td></tr>`;
  };
  const heads = ['measured', 'bias', 'corrected', ...(known ? ['true'] : [])];
  return `<div class="wide"><table class="numbers"><thead><tr><th>Number</th>${heads.map((head) => `<th class="number">${head}</th>`).join('')}<th></th></tr></thead><tbody>${names().map(row).join('\n')}</tbody></table></div>`;
}

function number(value: UsedNumber['truth']): string {
  return readable(value ?? NaN);
}

function range(interval: readonly [number, number] | null): string {
  return readableInterval(interval);
}

function matchTable({ twins }: TwinAnalysis): string {
  const curves = ['fraction', 'twoPoint', 'linealPath', 'chords', 'sizes'] as const;
  const rows = twins.generators.map(
    ({ generator, misfit, limit, matches }) =>
      `<tr><td>${escapeHtml(generator)}</td>${curves.map((curve) => `<td class="number">${readable(misfit[curve], 3)}</td>`).join('')}<td class="number">${readable(limit, 3)}</td><td>${matches ? 'matches' : 'does not match'}</td></tr>`,
  );
  return `<div class="wide"><table><thead><tr><th>Generator</th>${['fraction', 'two points', 'lineal path', 'chords', 'distances', 'limit'].map((head) => `<th class="number">${head}</th>`).join('')}<th></th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function dischargeSection({ discharge, bpx, missing }: TwinAnalysis): string {
  const notes = bpx.notes.map(({ message }) => `<li>${escapeHtml(message)}</li>`).join('\n');
  const list = notes === '' ? '' : `<ul class="notes">${notes}</ul>`;
  if (discharge === null)
    return `<p>The numbers stand in <code>cell.bpx.json</code>. ${missing.length > 0 ? '' : 'With the BPX file of a cell (<code>--into</code>) it is discharged here.'}</p>${list}`;
  const { used, measured } = discharge;
  return `<figure class="discharge">${dischargeChart(discharge)}<figcaption>At C/${readable(1 / used.cRate)}: with the numbers as used (blue, with the 95 % band that their intervals leave), and as measured (red, broken). The cell gives ${readable(used.delivered)} A h (95 %: ${readableInterval(used.deliveredInterval)}), as measured ${readable(measured.delivered)} A h.</figcaption></figure>
<p class="soft">A single-particle model with electrolyte. What no scan shows is as the cell's file says, and not in the band. The file with the numbers is <code>cell.bpx.json</code>.</p>
${list}`;
}
