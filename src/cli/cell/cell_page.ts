// The report of a wound cell: one HTML file that needs nothing else.
import { documentHtml, missingParts, provenanceSection, tile } from '../report/document.js';
import { definitionList, sampleAndInput } from '../report/tables.js';
import { escapeHtml, readable } from '../report/text.js';
import type { CellAnalysis, CellObject } from './cell_analysis.js';
import { foilWords } from './foil_words.js';
import { overhangSection } from './overhang_section.js';
import {
  colourBar,
  greyPicture,
  mapPicture,
  scaleOf,
  svgPicture,
  thinned,
  type GreyPlane,
} from './cell_pictures.js';

const CELL_STYLE = `
.ramp { display: flex; align-items: center; gap: 10px; margin: 8px 0 0; font-size: 13px; color: var(--soft); }
.ramp i { flex: 1; max-width: 320px; height: 12px; border-radius: 3px; }
.found { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: 18px; margin-top: 14px; }
.found figure { margin: 0; } .found .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; align-items: start; }
.found svg, .map svg { display: block; width: 100%; height: auto; border-radius: 4px; background: #000; }
.map { margin: 0 0 18px; } .map svg { min-height: 90px; }
.particles td:first-child { white-space: nowrap; }
.section { max-width: 640px; margin: 0; } .section svg { display: block; width: 100%; height: auto; border-radius: 4px; }
`;

/** Writes the report of a cell. */
export function cellHtml(analysis: CellAnalysis): string {
  const { title, about, input, missing } = analysis;
  return documentHtml(
    title,
    `<h1>${escapeHtml(title)}</h1>
<p class="soft">Can, windings and collector of ${escapeHtml(input.name)}</p>
${about.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
${keyNumbers(analysis)}
${missingParts(missing)}
${sectionFigure(analysis)}
<h2>Outgrowths</h2>
${outgrowthSection(analysis)}
<h2>Windings</h2>
${windingSection(analysis)}
${layerSection(analysis)}
${overhangSection(analysis)}
<h2>Can</h2>
${canSection(analysis)}
<h2>Sample and input</h2>
${sampleAndInput(analysis, [['electrode', analysis.electrode]])}
${provenanceSection(analysis)}`,
    CELL_STYLE,
  );
}

function keyNumbers(analysis: CellAnalysis): string {
  const { can, windings, objects, input, truth } = analysis;
  const { unit } = input;
  const known = (value: number): string => (truth === null ? '' : `; true ${readable(value)}`);
  const tiles: string[] = [];
  if (can !== null)
    tiles.push(
      tile(
        'Diameter of the can',
        `${readable((can.majorAxis.value + can.minorAxis.value) / 2)} ${can.unit}`,
        `± ${readable(can.majorAxis.standardError, 2)}, wall ${readable(can.wall.value, 3)} ${can.unit}${known(2 * (truth?.canRadius ?? 0))}`,
      ),
    );
  if (windings !== null) {
    const { pitch, turns, sheetLength } = windings.fit;
    tiles.push(
      tile(
        'Pitch of the windings',
        `${readable(pitch.value, 5)} ${unit}`,
        `95 %: ${ends(pitch.interval)}${known(truth?.pitch ?? 0)}`,
      ),
      tile('Turns', readable(turns.value, 4), `of this electrode; 95 %: ${ends(turns.interval)}`),
      tile(
        'Length of the sheet',
        `${readable(sheetLength.value, 5)} ${unit}`,
        `95 %: ${ends(sheetLength.interval)}`,
      ),
    );
  }
  if (objects !== null) {
    const grown = objects.filter(({ kind }) => kind === 'outgrowth');
    const bridged = Math.max(...grown.map(({ values }) => values['bridged'] ?? NaN));
    tiles.push(
      tile(
        'Outgrowths',
        readable(grown.length),
        grown.length === 0
          ? `none found${known(truth?.outgrowths ?? 0)}`
          : `${Number.isNaN(bridged) ? 'of a foil that is not resolved' : `the worst bridges ${readable(100 * bridged, 3)} % of the gap`}${known(truth?.outgrowths ?? 0)}`,
      ),
    );
  }
  return `<div class="key">\n${tiles.join('\n')}\n</div>`;
}

function ends([low, high]: readonly [number, number]): string {
  return `${readable(low, 5)}\u00a0–\u2060\u00a0${readable(high, 5)}`;
}

function sectionFigure({ section, objects, input }: CellAnalysis): string {
  if (section === null) return '';
  const { plane, stride } = thinned(section.plane);
  // Only what lies near the slice is marked in it.
  const near = (objects ?? []).filter(
    ({ cell }) =>
      Math.abs(cell[2] / input.spacing[2] - section.z) <= Math.max(4, input.size[2] / 16),
  );
  const marks = near.map(({ cell, rank, kind }) => ({
    at: [cell[0] / input.spacing[0] / stride, cell[1] / input.spacing[1] / stride] as const,
    label: `${kind === 'particle' ? 'P' : ''}${String(rank)}`,
  }));
  const svg = svgPicture(greyPicture(plane, scaleOf(plane.data)), plane.spacing, 'cross-section', {
    marks,
    unit: input.unit,
  });
  return `<h2>Cross-section</h2>
<figure class="section">${svg}<figcaption>Slice ${readable(section.z)}; x to the right, y down. Rings: what was found near this slice, by its rank below.</figcaption></figure>`;
}

const SHOWN = [
  ...['turn', 'theta', 'sheet', 'z', 'side'],
  ...['height', 'volume', 'baseDiameter', 'toSeparator', 'toCollector', 'bridged', 'significance'],
] as const;
/** Where the foil is not resolved: no heights, and no distances from them. */
const SHOWN_UNRESOLVED = [
  ...['turn', 'theta', 'sheet', 'z', 'side'],
  ...['thickness', 'volume', 'mass', 'baseDiameter', 'significance'],
] as const;
type Shown = (typeof SHOWN)[number] | (typeof SHOWN_UNRESOLVED)[number];

const TITLES: Readonly<Partial<Record<Shown, string>>> = {
  theta: 'angle',
  sheet: 's',
  baseDiameter: 'base diameter',
  toSeparator: 'to separator',
  toCollector: 'to collector',
};

const RESOLVED_WORDS =
  'heights with their 95 % intervals over the base face; to collector: from the tip to the middle of the next turn of the electrode that was followed; bridged: part of that gap which is taken up.';
const UNRESOLVED_WORDS =
  'thickness: of copper, that the peak is worth over the foil; volumes with their 95 % intervals. Heights are not seen.';

function outgrowthSection({ objects, summary, columns, input }: CellAnalysis): string {
  if (objects === null) return '<p>Missing.</p>';
  const searched =
    summary === null
      ? ''
      : `<p class="soft">${readable(summary.columns)} columns of the collector were searched, ${readable(100 * summary.coverage, 3)} % of all; the foil is ${escapeHtml(foilWords(summary))}. An outgrowth stands out by at least ${readable(Math.max(...summary.leastPeak), 3)} ${input.unit}; the noise of that is ${readable(Math.max(...summary.faceNoise), 2)} ${input.unit}.</p>`;
  if (objects.length === 0) return `<p>None found.</p>${searched}`;
  const unitOf = (name: string): string =>
    columns.find((column) => column.name === name)?.unit ?? (name === 'theta' ? '°' : '');
  const resolved = summary?.regime !== 'unresolved';
  const shown: readonly Shown[] = resolved ? SHOWN : SHOWN_UNRESOLVED;
  const heads = shown.map((name) => {
    const unit = name === 'sheet' ? input.unit : unitOf(name);
    return `<th class="number">${escapeHtml(TITLES[name] ?? name)}${unit === '' ? '' : `<br>${escapeHtml(unit)}`}</th>`;
  });
  const rows = objects.map(
    (object) =>
      `<tr><td>${String(object.rank)} ${object.kind}</td>${shown.map((name) => `<td class="number">${escapeHtml(cellText(object, name))}</td>`).join('')}<td>${escapeHtml(flags(object))}</td></tr>`,
  );
  return `${searched}
<div class="wide particles"><table class="particles"><thead><tr><th></th>${heads.join('')}<th></th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="soft">${resolved ? 'Ranked by height, which is by the share bridged, since the gap is one.' : 'Ranked by volume.'} s is the length along the sheet, the angle goes from x to y about the axis; ${resolved ? RESOLVED_WORDS : UNRESOLVED_WORDS} All columns, with units, are in outgrowths.csv.</p>
<div class="found">
${objects.map((object) => thumbnails(object, input.unit)).join('\n')}
</div>`;
}

function cellText({ turn, theta, sheet, side, values }: CellObject, name: Shown): string {
  if (name === 'turn') return readable(turn);
  if (name === 'theta') return readable((theta * 180) / Math.PI, 4);
  if (name === 'sheet') return readable(sheet[0], 5);
  if (name === 'side') return side;
  const value = values[name] ?? NaN;
  if (name !== 'height' && name !== 'volume') return readable(value, 3);
  const [low, high] = [values[`${name}Low`] ?? NaN, values[`${name}High`] ?? NaN];
  const interval = Number.isNaN(low) ? 'no interval' : `${readable(low, 3)} – ${readable(high, 3)}`;
  return `${readable(value, 3)} (${interval})`;
}

function flags({ values }: CellObject): string {
  return ['tab', 'weld', 'fold', 'atEdge']
    .filter((name) => values[name] === 1)
    .map((name) => (name === 'atEdge' ? 'at the edge' : name))
    .join(', ');
}

function thumbnails({ rank, kind, inCell, unrolled }: CellObject, unit: string): string {
  if (inCell === null || unrolled === null) return '';
  const draw = ({ plane, at }: typeof inCell, name: string): string =>
    svgPicture(greyPicture(plane, scaleOf(plane.data)), plane.spacing, name, {
      marks: [{ at, label: '' }],
      unit,
    });
  return `<figure><div class="pair">${draw(inCell, `${kind} ${String(rank)} in the cell`)}${draw(unrolled, `${kind} ${String(rank)}, unrolled`)}</div><figcaption><b>${String(rank)}</b> ${kind}: in the cell, and unrolled (s to the right, outwards down)</figcaption></figure>`;
}

function windingSection({ windings, input: { unit } }: CellAnalysis): string {
  if (windings === null) return '<p>Missing.</p>';
  const { fit, tracing, handed } = windings;
  return definitionList([
    ['sense', handed === 1 ? 'outwards from x to y' : 'outwards from y to x'],
    [
      'mean radius',
      `${readable(fit.meanRadius.value, 5)} ${unit} (95 %: ${ends(fit.meanRadius.interval)})`,
    ],
    [
      'off the first axis',
      `${fit.offCentre.map(({ value }) => readable(value, 3)).join(', ')} ${unit} along x and y`,
    ],
    ...fit.harmonics.map(
      ({ order, amplitude }) =>
        [`waves of ${String(order)} crests`, `${readable(amplitude.value, 3)} ${unit}`] as const,
    ),
    [
      'left by the fit (rms)',
      `${readable(fit.rms.value, 3)} ${unit}; the fit holds ${readable(100 * fit.held, 3)} % of the columns`,
    ],
    [
      'runs of the electrode',
      `${readable(tracing.runs)}; ${readable(100 * tracing.inContact, 2)} % in contact, ${readable(100 * tracing.torn, 2)} % of the pairs torn, ${readable(100 * tracing.placedByRadius, 2)} % placed by their neighbours`,
    ],
    [
      'estimator',
      'union-find with whole turns over runs on rays; spiral with waves by Tukey’s weights; intervals by a jackknife over 24 sectors',
    ],
  ]);
}

function layerSection({ layers, delaminations, input: { unit } }: CellAnalysis): string {
  if (layers === null) return '';
  const map = (name: 'thickness' | 'gap' | 'deviation', words: string): string => {
    const plane: GreyPlane = {
      data: layers[name],
      size: [layers.columns, layers.rows],
      spacing: [1, Math.max(1, layers.columns / layers.rows / 8)],
    };
    const scale = scaleOf(plane.data);
    const shown = thinned(plane).plane;
    const svg = svgPicture(mapPicture(shown, scale), shown.spacing, words);
    return `<figure class="map"><h3>${escapeHtml(words)}</h3>${svg}${colourBar(scale, unit)}</figure>`;
  };
  const rows = layers.turns.map(
    ({ turn, unseen, thickness, gap, deviation }) =>
      `<tr><td>${readable(turn)}</td>${[thickness, gap, deviation]
        .map(
          ({ mean, low, high }) =>
            `<td class="number">${readable(mean, 4)}</td><td class="number soft">${readable(low, 4)} – ${readable(high, 4)}</td>`,
        )
        .join('')}<td class="number">${readable(100 * unseen, 2)} %</td></tr>`,
  );
  const open =
    delaminations === null
      ? ''
      : delaminations.objects.length === 0
        ? `<p>No turns have come apart: no gap is wider than ${readable(delaminations.limit, 4)} ${escapeHtml(unit)}.</p>`
        : `<div class="wide"><table><thead><tr><th>turn</th><th class="number">angle °</th><th class="number">z ${escapeHtml(unit)}</th><th class="number">area ${escapeHtml(unit)}²</th><th class="number">opening ${escapeHtml(unit)}, mean</th><th class="number">greatest</th></tr></thead><tbody>${delaminations.objects
            .slice(0, 50)
            .map(
              ({ turn, theta, z, area, openingMean, openingMax }) =>
                `<tr><td>${readable(turn)}</td>${[(theta * 180) / Math.PI, z, area, openingMean, openingMax].map((value) => `<td class="number">${readable(value, 4)}</td>`).join('')}</tr>`,
            )
            .join('')}</tbody></table></div>`;
  return `<h2>Layers</h2>
<p class="soft">Along the sheet from its inner end (left) to its outer end, z down. Grey: not seen, or the last turn, which has no gap.</p>
${map('thickness', 'Thickness of the electrode')}
${map('gap', 'Gap to the next turn')}
${map('deviation', 'Deviation from the fitted spiral')}
<div class="wide"><table><thead><tr><th>turn</th><th class="number">thickness ${escapeHtml(unit)}</th><th class="number">95 %</th><th class="number">gap ${escapeHtml(unit)}</th><th class="number">95 %</th><th class="number">deviation ${escapeHtml(unit)}</th><th class="number">95 %</th><th class="number">unseen</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<h3>Delamination</h3>
${open}`;
}

function canSection({ can }: CellAnalysis): string {
  if (can === null) return '<p>Missing.</p>';
  const given = (name: 'majorAxis' | 'minorAxis' | 'wall' | 'eccentricity' | 'ovality') => {
    const { value, standardError, unit, estimator } = can[name];
    const error = Number.isNaN(standardError) ? '' : ` ± ${readable(standardError, 2)}`;
    return `${readable(value, 5)}${error} ${unit} (${estimator})`;
  };
  return definitionList([
    ['major axis', given('majorAxis')],
    ['minor axis', given('minorAxis')],
    ['ovality', given('ovality')],
    ['eccentricity', given('eccentricity')],
    ['wall', given('wall')],
    ['tilt of the axis', `${readable((can.axis.tilt * 180) / Math.PI, 3)}°`],
    ['seen', `${readable(100 * can.seen, 3)} % of the rays`],
    [
      'dents',
      can.dents.length === 0
        ? `none deeper than ${readable(can.dentLimit, 3)} ${can.unit}`
        : can.dents
            .slice(0, 20)
            .map(
              ({ depth, theta, z }) =>
                `${readable(depth, 3)} ${can.unit} at ${readable((theta * 180) / Math.PI, 4)}°, z ${readable(z, 4)}`,
            )
            .join('; '),
    ],
  ]);
}
