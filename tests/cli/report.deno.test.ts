import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { increments, logDensity } from '../../src/cli/report/distribution.js';
import { outlinePaths } from '../../src/cli/report/outlines.js';
import { reportHtml } from '../../src/cli/report/page.js';
import { plainNumber, readable, readableInterval } from '../../src/cli/report/text.js';
import { resultJson, stringifyResult } from '../../src/cli/result.js';
import { summaryText } from '../../src/cli/summary.js';
import { analysisFixture } from './fixture.js';

const analysis = analysisFixture();
const html = reportHtml(analysis);
const { document } = parseHTML(html);

describe('reportHtml', () => {
  it('asks for nothing from outside and runs nothing', () => {
    const links = Array.from(
      html.matchAll(/(?:src|href)="([^"]*)"/g),
      ([, target]) => target ?? '',
    );
    expect(links.filter((target) => !target.startsWith('data:image/png'))).toEqual([
      'particles.csv',
    ]);
    expect(html).not.toMatch(/<script|<link|@import|url\(http/i);
  });

  it('escapes what comes from outside', () => {
    expect(html).not.toContain('<cathode>');
    expect(document.querySelector('h1')?.textContent).toBe('synthetic <cathode> & truth');
  });

  it('shows three slices in their physical proportions, with outlines and a scale bar', () => {
    const figures = [...document.querySelectorAll('figure.slice')];
    expect(figures.map((figure) => figure.querySelector('figcaption b')?.textContent)).toEqual([
      'xy',
      'xz',
      'yz',
    ]);
    for (const [i, figure] of figures.entries()) {
      const slice = analysis.slices[i]!;
      const href = figure.querySelector('image')?.getAttribute('href') ?? '';
      const png = decode(Uint8Array.from(atob(href.split(',')[1] ?? ''), (c) => c.charCodeAt(0)));
      expect([png.width, png.height]).toEqual([...slice.size]);
      // Brighter voxels are not darker in the picture.
      const order = Array.from(slice.image, (_, at) => at).sort(
        (a, b) => slice.image[a]! - slice.image[b]!,
      );
      const greys = order.map((at) => png.data[at]!);
      expect(greys).toEqual([...greys].sort((a, b) => a - b));
      const [, , width, height] = (figure.querySelector('svg')?.getAttribute('viewBox') ?? '')
        .split(' ')
        .map(Number);
      const extents = slice.size.map((n, axis) => n * slice.spacing[axis]!);
      expect(height! / width!).toBeCloseTo(extents[1]! / extents[0]!, 3);
      expect(figure.querySelectorAll('path').length).toBeGreaterThan(2);
      expect(figure.querySelector('.bar text')?.textContent).toBe('2 µm');
    }
  });

  it('has the charts, the threshold and both weightings', () => {
    const charts = [...document.querySelectorAll('.charts svg, .histogram svg')];
    expect(charts.length).toBe(3);
    expect(html).toContain('threshold 24\u2009987');
    expect(html).toContain('diameter, µm');
  });

  it('states results with interval and estimator, and every particle', () => {
    const text = document.querySelector('main')?.textContent ?? '';
    expect(text).toContain('covers sampling, not segmentation');
    expect(text).toContain('5 / 4 / 3');
    expect(text).toContain('inside the interval');
    expect(text).toContain("border rule 'weighted'");
    expect(text).toContain('llvmpipe');
    expect(document.querySelectorAll('table.particles tbody tr').length).toBe(
      analysis.particles.count,
    );
  });

  it('states with the interval of a fraction how often such intervals held', () => {
    const held = 'such intervals held in 84 to 89 %';
    expect(document.querySelector('.key div')?.textContent).toContain(held);
    const rows = [...document.querySelectorAll('table')].flatMap((table) => [
      ...table.querySelectorAll('tbody tr'),
    ]);
    for (const name of ['Porosity', 'Phase fraction']) {
      const row = rows.find((at) => at.querySelector('td')?.textContent === name);
      expect(row?.querySelectorAll('td')[2]?.textContent).toContain(held);
    }
    const lines = summaryText(analysis).split('\n');
    for (const name of ['phase', 'porosity'])
      expect(lines.find((line) => line.startsWith(name))).toContain(held);
  });

  it('does without histogram, truth, interval and particles', () => {
    const none = {
      d10: { value: NaN, interval95: null },
      d50: { value: NaN, interval95: null },
      d90: { value: NaN, interval95: null },
      effectiveNumber: 0,
      reason: 'too few particles',
    };
    const bare = reportHtml({
      ...analysis,
      histogram: null,
      truth: null,
      porosity: null,
      phase: {
        ...analysis.phase,
        rule: 'label',
        interval95: null,
        coverage: null,
        reason: 'too few samples',
        integralRange: null,
        effectiveSamples: null,
      },
      particles: {
        ...analysis.particles,
        count: 0,
        byNumber: none,
        byVolume: none,
        curve: { diameter: [], number: [], volume: [] },
      },
      table: [],
    });
    expect(bare).toContain('too few samples');
    expect(bare).toContain('no distribution');
    expect(bare).not.toContain('NaN');
    expect(bare).not.toContain('undefined');
  });
});

describe('outlinePaths', () => {
  it('draws the edge between differing pixels once, in the colour of the higher label', () => {
    // 1 1 0
    // 1 2 2
    const { paths } = outlinePaths([1, 1, 0, 1, 2, 2], [3, 2], 4);
    expect(paths[1]).toBe('M2 0V1');
    expect(paths[2]).toBe('M1 1H3M1 1V2');
    expect(paths[0]).toBe('');
  });

  it('draws nothing where nothing changes', () => {
    expect(outlinePaths([5, 5, 5, 5], [2, 2], 3).paths).toEqual(['', '', '']);
  });
});

describe('distribution', () => {
  it('takes the weights back out of a cumulative curve', () => {
    expect(Array.from(increments([0.25, 0.75, 1]))).toEqual([0.25, 0.5, 0.25]);
  });

  it('has a density that integrates to one over ln(diameter)', () => {
    const bins = logDensity([1, 2, 3, 4, 5, 8], [1, 1, 1, 2, 1, 1], 7);
    const area = bins.reduce(
      (sum, { from, to, density }) => sum + density * Math.log(to / from),
      0,
    );
    expect(area).toBeCloseTo(1, 12);
    expect(bins[0]!.from).toBeCloseTo(1, 12);
    expect(bins.at(-1)!.to).toBeCloseTo(8, 12);
  });
});

describe('numbers for reading', () => {
  it.each([
    [0, '0'],
    [1234, '1234'],
    [2326886, '2\u2009326\u2009886'],
    [-12345, '−12\u2009345'],
    [0.42586, '0.4259'],
    [3.7558, '3.756'],
    [12345.678, '12\u2009346'],
    [0.00001234, '1.234e−5'],
    [NaN, '–'],
    [Infinity, '∞'],
  ])('%d reads %s', (value, text) => {
    expect(readable(value)).toBe(text);
  });

  it('keeps the digits of what was given', () => {
    expect([0.2, 0.398, 160, 1e-6].map(plainNumber)).toEqual([
      '0.2',
      '0.398',
      '160',
      '1.000000e−6',
    ]);
    expect(readableInterval(null)).toBe('–');
  });
});

describe('result.json and the summary', () => {
  it('has the promised keys', () => {
    const result = JSON.parse(stringifyResult(resultJson(analysis))) as Record<
      string,
      Record<string, unknown>
    >;
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining([
        'input',
        'units',
        'threshold',
        'phase',
        'components',
        'distance',
        'particles',
        'timings',
        'recipe',
        'provenance',
      ]),
    );
    expect(result['input']).toMatchObject({
      size: [64, 60, 48],
      spacing: [0.2, 0.2, 0.25],
      unit: 'µm',
      dtype: 'u16',
    });
    expect(result['threshold']).toEqual({ method: 'otsu', value: 24987 });
    expect(result['phase']).toMatchObject({
      fraction: analysis.phase.value,
      interval95: analysis.phase.interval95,
      coverage: [0.84, 0.89],
    });
    expect(result['porosity']).toMatchObject({ coverage: [0.84, 0.89] });
    expect(result['components']).toEqual({ '6': 5, '18': 4, '26': 3 });
    expect(result['distance']).toMatchObject({ maxSquared: 322, sum: 123456.75 });
    expect(Object.keys(result['particles'] ?? {})).toEqual(
      expect.arrayContaining(['count', 'border', 'countInterior', 'd10', 'd50', 'd90']),
    );
    expect(result['particles']?.['d50']).toMatchObject({
      number: analysis.particles.byNumber.d50.value,
    });
  });

  it('writes NaN and infinities as strings', () => {
    expect(JSON.parse(stringifyResult({ a: NaN, b: [-Infinity] }))).toEqual({
      a: 'NaN',
      b: ['-Infinity'],
    });
  });

  it('prints adapter, porosity against the truth, counts, diameters and times', () => {
    const text = summaryText(analysis);
    for (const part of [
      /^adapter +mesa, llvmpipe$/m,
      /^porosity .*95 %.*truth .*inside the interval$/m,
      /^particles .*truth/m,
      /^by number +D10 /m,
      /^median +812 ms$/m,
    ])
      expect(text).toMatch(part);
  });
});
