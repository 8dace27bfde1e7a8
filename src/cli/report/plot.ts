import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** The colour of what a chart points at. */
export const ACCENT = '#dc4c3e';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** A chart as the text of an SVG element; it takes the page's text colour. */
export function svgOf(options: Plot.PlotOptions): string {
  const chart = Plot.plot({
    document,
    width: 640,
    height: 320,
    marginLeft: 56,
    marginBottom: 44,
    marginTop: 28,
    style: { background: 'none', fontSize: '13px', overflow: 'visible' },
    ...options,
  });
  chart.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return chart.outerHTML;
}
