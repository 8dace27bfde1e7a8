import { escapeHtml, readable } from './text.js';

/** A bar of 1, 2 or 5 times a power of ten, at least a seventh of the width, with its length. */
export function scaleBar(width: number, unit: string, view: number, high: number): string {
  const least = width / 7;
  const power = 10 ** Math.floor(Math.log10(least));
  const length = [1, 2, 5, 10].map((step) => step * power).find((candidate) => candidate >= least)!;
  const pixels = (view * length) / width;
  const y = high - 46;
  return `<g class="bar"><rect x="24" y="${(y - 44).toFixed(1)}" width="${(pixels + 32).toFixed(1)}" height="70" rx="6" fill="#000" fill-opacity=".62"/>
<rect x="40" y="${y.toFixed(1)}" width="${pixels.toFixed(1)}" height="10" fill="#fff"/>
<text x="${(40 + pixels / 2).toFixed(1)}" y="${(y - 10).toFixed(1)}" text-anchor="middle" font-size="30" fill="#fff">${escapeHtml(`${readable(length)} ${unit}`)}</text></g>`;
}
