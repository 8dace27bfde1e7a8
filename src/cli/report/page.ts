import type { Analysis } from '../analysis.js';
import type { FoundAnalysis } from '../found.js';
import { cumulativeChart, densityChart, histogramChart } from './charts.js';
import { slicesHtml } from './slices.js';
import { STYLE } from './style.js';
import { definitionList, inputFacts, particleTable, resultsTable, timingTable } from './tables.js';
import { escapeHtml, heldText, readable, readableInterval } from './text.js';

/**
 * Writes the report: one HTML file that needs nothing else, neither scripts nor requests. Images
 * are inline PNGs, charts and outlines inline SVG.
 */
export function reportHtml(analysis: FoundAnalysis): string {
  const { input, histogram, threshold, phase, particles } = analysis;
  const charts =
    particles === null
      ? ''
      : `<p class="legend"><span><i style="background:#d97706"></i>by number</span><span><i style="background:#2b8cc4"></i>by volume</span></p>
<div class="charts">
<figure><h3>Cumulative, with D10, D50 and D90</h3>${cumulativeChart({ particles }, input.unit)}</figure>
<figure><h3>Density</h3>${densityChart({ particles }, input.unit)}</figure>
</div>
<p class="soft">Sizes are the ${escapeHtml(particles.diameter)}. Bands at D10, D50 and D90 are 95 % intervals by the spread between blocks of the volume; border rule '${escapeHtml(particles.borderRule)}'.</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(analysis.title)}</title>
<style>${STYLE}</style>
</head>
<body><main>
<h1>${escapeHtml(analysis.title)}</h1>
<p class="soft">Particle statistics of ${escapeHtml(input.name)}</p>
${keyNumbers(analysis)}
${missingParts(analysis)}<h2>Input</h2>
${inputFacts(analysis)}
<h2>Slices through the middle</h2>
<div class="slices">
${slicesHtml(analysis.slices, input.unit)}
</div>
<p class="soft">${analysis.table === null ? 'Grey image; there are no particles to outline.' : 'Grey image with the outlines of the separated particles; colours carry no meaning.'}</p>
<h2>Results</h2>
${resultsTable(analysis)}
<h2>Size distribution</h2>
${particles === null ? '<p>Missing.</p>' : particles.curve.diameter.length === 0 ? '<p>No particle counts, so there is no distribution.</p>' : charts}
${histogram === null ? '' : `<h2>Histogram</h2><figure class="histogram" style="margin:0;max-width:820px">${histogramChart(histogram, threshold.value, phase.rule)}<figcaption>Of the median-filtered image; the phase in blue.</figcaption></figure>`}
<h2>Particles</h2>
${analysis.table === null ? '<p>Missing.</p>' : particleTable(analysis.table)}
<h2>Time per op</h2>
${timingTable(analysis.timings, analysis.totalMilliseconds)}
<h2>Provenance</h2>
${definitionList(Object.entries(analysis.provenance).map(([name, value]) => [name, plain(value)] as const))}
<details><summary>Recipe</summary><pre>${escapeHtml(JSON.stringify(analysis.recipe, null, 2))}</pre></details>
</main></body></html>
`;
}

/** What could not be computed, and why. */
function missingParts({ missing = [] }: FoundAnalysis): string {
  if (missing.length === 0) return '';
  return `<h2>Missing</h2>\n${definitionList(missing.map(({ part, message }) => [part, message]))}\n`;
}

function keyNumbers({ porosity, phase, particles, input: { unit } }: FoundAnalysis): string {
  const fraction = porosity ?? phase;
  const tile = (name: string, value: string, note: string): string =>
    `<div><span>${escapeHtml(name)}</span><b>${escapeHtml(value)}</b><span>${escapeHtml(note)}</span></div>`;
  const interval = (label: string, of: typeof fraction.interval95, suffix: string): string =>
    of === null ? 'no interval' : `${label} ${readableInterval(of)}${suffix}`;
  const particleTiles = ({
    count,
    countInterior,
    border,
    byNumber,
    byVolume,
  }: Analysis['particles']): string => `${tile('Particles', readable(count), `${readable(countInterior)} inside, ${readable(border)} at the border`)}
${tile('D50 by number', `${readable(byNumber.d50.value)} ${unit}`, interval('95 %:', byNumber.d50.interval95, ` ${unit}`))}
${tile('D50 by volume', `${readable(byVolume.d50.value)} ${unit}`, interval('95 %:', byVolume.d50.interval95, ` ${unit}`))}`;
  const held = fraction.coverage === null ? '' : `; ${heldText(fraction.coverage)}`;
  return `<div class="key">
${tile(porosity === null ? 'Phase fraction' : 'Porosity', readable(fraction.value), interval('95 %:', fraction.interval95, held))}
${particles === null ? tile('Particles', 'missing', '') : particleTiles(particles)}
</div>`;
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return readable(value);
  if (Array.isArray(value)) return value.map(plain).join('; ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${plain(inner)}`)
      .join(', ');
  return String(value);
}
