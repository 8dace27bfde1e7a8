import type { Interval95 } from '../analysis.js';
import type { FoundAnalysis } from '../found.js';
import { documentHtml, missingParts, provenanceSection, tile } from './document.js';
import { drawFigures, type Figures } from './figures.js';
import {
  interfaceTable,
  phaseLegend,
  phaseNotes,
  phaseTable,
  thresholdSizes,
  tileShares,
} from './phase_tables.js';
import { sliceFigure } from './slices.js';
import { inputFacts, measuredPhase, particleTable, resultsTable } from './tables.js';
import { escapeHtml, percent, readable, readableBounds } from './text.js';

/**
 * Writes the report: one HTML file that needs nothing else, neither scripts nor requests. Images
 * are inline PNGs, charts and outlines inline SVG.
 */
export function reportHtml(
  analysis: FoundAnalysis,
  figures: Figures = drawFigures(analysis),
): string {
  const { input, about } = analysis;
  return documentHtml(
    analysis.title,
    `<h1>${escapeHtml(analysis.title)}</h1>
<p class="soft">Phases and particles of ${escapeHtml(input.name)}</p>
${about.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('\n')}
${keyNumbers(analysis)}
${missingParts(analysis.missing ?? [])}<h2>Phases</h2>
${phaseLegend(analysis.phases)}
${phasePictures(analysis, figures)}${phaseTable(analysis)}
${phaseNotes(analysis)}
<div class="charts">
${figures.depth === null ? '' : `<figure><h3>Fraction over the depth</h3>${figures.depth}</figure>`}
${figures.threshold === null ? '' : `<figure><h3>Fraction of ${escapeHtml(measuredName(analysis))} over the threshold</h3>${figures.threshold}<figcaption>The band is the sampling interval, the shaded strip the thresholds within δ.</figcaption></figure>`}
${figures.histogram === null ? '' : `<figure class="histogram"><h3>Histogram of the image that was thresholded</h3>${figures.histogram}</figure>`}
<div>${interfaceTable(analysis)}${thresholdSizes(analysis)}</div>
</div>
<h2>Particles</h2>
${particleSection(analysis, figures)}<h2>Numbers</h2>
<p class="soft">Of the ${escapeHtml(measuredName(analysis))} and what they are separated into.</p>
${resultsTable(analysis)}
${analysis.table === null ? '' : `<details><summary>Table of particles</summary>\n${particleTable(analysis.table)}\n</details>\n`}<h2>Sample and input</h2>
${inputFacts(analysis)}
${provenanceSection(analysis)}`,
  );
}

function phasePictures({ slices, phase }: FoundAnalysis, { phases }: Figures): string {
  if (phases.length === 0) return '';
  const shown = slices.some((view) => view.phases === null)
    ? 'The image without its phases'
    : phase.rule === 'label'
      ? 'The phases'
      : 'Grey image in the colours of its phases';
  return `<div class="slices">
${phases.map(sliceFigure).join('\n')}
</div>
<p class="soft">${shown}; slices through the middle.</p>
`;
}

/** The name of the phase whose particles are measured. */
function measuredName(analysis: FoundAnalysis): string {
  return measuredPhase(analysis)?.name ?? 'the phase';
}

function keyNumbers(analysis: FoundAnalysis): string {
  const shares = fractionShares(analysis);
  const fraction = tile(
    analysis.porosity === null ? `Fraction of ${measuredName(analysis)}` : 'Porosity',
    shares.value,
    shares.note,
  );
  return `<div class="key">
${fraction}
${particleTiles(analysis)}
</div>`;
}

function particleTiles({ particles, input: { unit } }: FoundAnalysis): string {
  if (particles === null) return tile('Particles', 'missing', '');
  const bounds = (of: Interval95): string =>
    of === null ? 'no interval' : `95 % by blocks: ${readableBounds(of)}\u00a0${unit}`;
  const { byNumber, byVolume, small } = particles;
  const few =
    small.count === 0 ? '' : `; ${readable(small.count)} of under ${readable(small.below)} voxels`;
  return `${tile('Particles', readable(particles.count), `${readable(particles.countInterior)} inside, ${readable(particles.border)} at the border${few}`)}
${tile('D50 by number', `${readable(byNumber.d50.value)} ${unit}`, bounds(byNumber.d50.interval95))}
${tile('D50 by volume', `${readable(byVolume.d50.value)} ${unit}`, bounds(byVolume.d50.interval95))}`;
}

/** The porosity, or the fraction of the label, with what is to be known of it. */
function fractionShares({ porosity, phase, phases }: FoundAnalysis): ReturnType<typeof tileShares> {
  // The void is the dark side.
  const dark = porosity === null ? undefined : phases[1];
  return tileShares({
    ...(porosity ?? phase),
    reason: phase.reason,
    thresholdRange: dark?.fraction?.thresholdRange ?? null,
  });
}

/** Pictures, notes and sizes of the particles, as far as there are any. */
function particleSection({ particles }: FoundAnalysis, figures: Figures): string {
  const pictures =
    figures.particles.length === 0
      ? ''
      : `<div class="slices">
${figures.particles.map(sliceFigure).join('\n')}
</div>
<p class="soft">${OUTLINES}</p>
`;
  if (particles === null) return `${pictures}<p>Missing.</p>\n`;
  return `${pictures}${particleNotes(particles)}\n${sizeCharts(particles, figures)}\n`;
}

const OUTLINES =
  'Grey image with the outlines of the separated particles; touching ones have different colours, which carry no other meaning.';

type Particles = NonNullable<FoundAnalysis['particles']>;

function particleNotes({ count, minVoxels, small }: Particles): string {
  const left =
    minVoxels === null
      ? ''
      : ` Particles of fewer than ${readable(minVoxels)} voxels were left out.`;
  return `<p>${readable(small.count)} of ${readable(count)} particles (${percent(small.byNumber)} %) hold fewer than ${readable(small.below)} voxels, ${percent(small.byVolume)} % of the volume of all: too few for a size or a shape.${left}</p>`;
}

function sizeCharts(particles: Particles, { cumulative, density }: Figures): string {
  if (cumulative === null || density === null)
    return '<p>No particle counts, so there is no distribution.</p>';
  return `<p class="legend"><span><i style="background:#d97706"></i>by number</span><span><i style="background:#2b8cc4"></i>by volume</span></p>
<div class="charts">
<figure><h3>Cumulative size distribution</h3>${cumulative}</figure>
<figure><h3>Density of the size distribution</h3>${density}</figure>
</div>
<p class="soft">Sizes are the ${escapeHtml(particles.diameter)}. Bands at D10, D50 and D90 are 95 % intervals by the spread between blocks of the volume, as far as the particles inside bound them; border rule '${escapeHtml(particles.borderRule)}'.</p>`;
}
