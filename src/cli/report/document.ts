// The frame that reports share: one HTML file that needs nothing else.
import type { Timing } from '../analysis.js';
import type { MissingPart } from '../found.js';
import { STYLE } from './style.js';
import { definitionList, timingTable } from './tables.js';
import { escapeHtml, plainWords, readable } from './text.js';

/** A page of a title and what it shows; `style` is added to that of all reports. */
export function documentHtml(title: string, body: string, style = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body><main>
${body}
</main></body></html>
`;
}

/** What could not be computed, and why. */
export function missingParts(missing: readonly MissingPart[]): string {
  if (missing.length === 0) return '';
  return `<h2>Missing</h2>\n${definitionList(missing.map(({ part, message }) => [part, message]))}\n`;
}

/** What a report ends with: where its numbers come from. */
export function provenanceSection({
  provenance,
  timings,
  totalMilliseconds,
  recipe,
}: {
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly timings: readonly Timing[];
  readonly totalMilliseconds: number;
  readonly recipe: unknown;
}): string {
  return `<h2>Provenance</h2>
${definitionList(Object.entries(provenance).map(([name, value]) => [name, plainWords(value)] as const))}
<details><summary>Time per op: ${readable(totalMilliseconds / 1000, 3)} s in all</summary>
${timingTable(timings, totalMilliseconds)}
</details>
<details><summary>Recipe</summary><pre>${escapeHtml(JSON.stringify(recipe, null, 2))}</pre></details>`;
}

/** A key number: its name, its value, and what is to be known of it. */
export function tile(name: string, value: string, text: string): string {
  // The two ends of an interval stay on one line.
  const note = text.replaceAll(' – ', '\u00a0–\u2060\u00a0');
  return `<div><span>${escapeHtml(name)}</span><b>${escapeHtml(value)}</b><span>${escapeHtml(note)}</span></div>`;
}
