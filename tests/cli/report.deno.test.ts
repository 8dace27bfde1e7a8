import { decode } from 'fast-png';
import { DOMParser, parseHTML } from 'linkedom';
import { describe, expect, it, test } from 'vitest';
import type { SliceView } from '../../src/cli/analysis.js';
import { coloured } from '../../src/cli/report/colouring.js';
import { increments, logDensity } from '../../src/cli/report/distribution.js';
import { drawFigures, figureFiles } from '../../src/cli/report/figures.js';
import { outlinePaths } from '../../src/cli/report/outlines.js';
import { reportHtml } from '../../src/cli/report/page.js';
import { slicePictures } from '../../src/cli/report/slices.js';
import { outlineColour } from '../../src/cli/report/palette.js';
import {
  heldText,
  percent,
  plainNumber,
  readable,
  readableBounds,
  readableInterval,
  withShares,
} from '../../src/cli/report/text.js';
import { resultJson, stringifyResult } from '../../src/cli/result.js';
import { summaryText } from '../../src/cli/summary.js';
import { Random } from '../../src/synthetic/random.js';
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
    expect(html).not.toMatch(/<cathode>|<1>|<by>|<i>spheres|<b>note/);
    expect(document.querySelector('h1')?.textContent).toBe('synthetic <cathode> & truth');
    const text = document.querySelector('main')?.textContent ?? '';
    for (const said of [
      'a <b>note</b> & "more"',
      'made <by>',
      'a "seed" & <i>spheres</i>',
      'solid <1>',
    ])
      expect(text).toContain(said);
  });

  it('shows three slices in their physical proportions, with outlines and a scale bar', () => {
    const figures = [...document.querySelectorAll('figure.slice')].slice(3);
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
    expect(document.querySelectorAll('.charts svg').length).toBe(5);
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

  it('shows every phase with its shares, surface, thickness and tortuosity', () => {
    const rows = [...document.querySelectorAll('table.phases tbody tr')].map(
      ({ textContent }) => textContent,
    );
    expect(rows.length).toBe(2);
    for (const part of [
      'solid <1>',
      '±\u00a00.020 (sampling)',
      '−0.010/+0.013 (threshold)',
      'such intervals held in 84 to 89 %',
      '−0.020/+0.030 (sampling)',
      'such intervals held in 91 to 97 %',
      '1 / 2.13 / 3',
      '1.75',
      '∞',
    ])
      expect(rows[0]).toContain(part);
    const text = document.querySelector('main')?.textContent ?? '';
    expect(text).toContain('± δ = 200 grey values, the standard deviation of its noise');
    expect(text).toContain('solid <1> 0.500 and 0.440, 12 %. So they do');
    expect(text).toContain('one or two voxels along an axis: solid <1> 12.5 %, pore 12.5 %.');
    expect(text).toContain('D50 by number, µm');
    expect(document.querySelectorAll('table.interfaces').length).toBe(2);
    const interfaces = document.querySelector('table.interfaces tbody')!.textContent;
    for (const part of ['0.51', '0.4750 – 0.5350', 'such intervals held in 91 to 97 %'])
      expect(interfaces).toContain(part);
    const results = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent);
    const surface = results.find((row) => row.startsWith('Surface per volume'));
    expect(surface).toContain('0.4800 – 0.5300');
    expect(surface).toContain('such intervals held in 91 to 97 %');
  });

  it('names the phases of the pictures, and shows each in its colour', () => {
    const legend = document.querySelector('.legend');
    expect([...legend!.querySelectorAll('span')].map(({ textContent }) => textContent)).toEqual([
      'solid <1>',
      'pore',
    ]);
    const [xy] = drawFigures(analysis).phases;
    const { pixels } = xy!;
    const view = analysis.slices[0]!;
    // A pixel of the solid is redder than blue, one of the pores bluer than red.
    const times = pixels.width / view.size[0];
    for (const [at, phase] of Array.from(view.phases!).entries()) {
      const x = Math.floor(((at % view.size[0]) + 0.5) * times);
      const y = Math.floor(((Math.floor(at / view.size[0]) + 0.5) * pixels.height) / view.size[1]);
      const i = 3 * (y * pixels.width + x);
      const warm = pixels.data[i]! > pixels.data[i + 2]!;
      if (warm !== (phase === 0)) throw new Error(`pixel ${String(at)} has the other colour`);
    }
  });

  it('says how many particles are small, and folds their table away', () => {
    const text = document.querySelector('main')?.textContent ?? '';
    expect(text).toContain('(12.5 %) hold fewer than 50 voxels, less than 0.1 % of the volume');
    expect(text).toContain('fewer than 20 voxels were left out');
    expect(document.querySelector('details table.particles')).not.toBeNull();
  });

  it('writes its figures as SVG that is XML and as PNG, slices on square pixels', () => {
    const files = figureFiles(drawFigures(analysis));
    const all = files.filter(({ name }) => name.endsWith('.png'));
    expect(all.length).toBe(11);
    const png = all.filter(({ name }) => name.includes('_'));
    expect(png.length).toBe(6);
    for (const { content, pixelSize } of png) {
      const { width, height } = decode(content as Uint8Array);
      expect(Math.max(width, height)).toBeGreaterThanOrEqual(600);
      expect(pixelSize).toBeGreaterThan(0);
    }
    const { size, spacing } = analysis.slices[1]!;
    const { content, pixelSize } = png.find(({ name }) => name === 'particles_xz.png')!;
    const { width, height } = decode(content as Uint8Array);
    expect(width * pixelSize!).toBeCloseTo(size[0] * spacing[0], 6);
    expect(height * pixelSize!).toBeCloseTo(size[1] * spacing[1], 1);
    const svg = files.filter(({ name }) => name.endsWith('.svg'));
    expect(svg.length).toBe(11);
    for (const { name, content } of svg) {
      const parsed = new DOMParser().parseFromString(content as string, 'text/xml');
      expect(parsed.documentElement.tagName, name).toBe('svg');
      expect(content).toMatch(/^<\?xml [^>]*\?>\n<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    }
  });

  it('speaks of thin parts only where a phase has many', () => {
    const phases = analysis.phases.map((each, i) => ({
      ...each,
      surface: { ...each.surface!, thin: [0.04, 0.06][i]! },
    }));
    const said = reportHtml({ ...analysis, phases });
    expect(said).toContain('one or two voxels along an axis: pore 6 %.');
  });

  it('shows what is left where parts of phases are missing', () => {
    const none = {
      voxels: null,
      fraction: null,
      profile: null,
      surface: null,
      thickness: null,
      tortuosity: null,
    };
    const [solid, pore] = analysis.phases;
    const half = {
      ...analysis,
      phases: [solid!, { ...pore!, ...none }],
      missing: [{ part: 'phases.pore.fraction', code: 'limit' as const, message: 'too <large>' }],
    };
    const left = reportHtml(half);
    const rows = parseHTML(left).document.querySelectorAll('table.phases tbody tr');
    expect([...rows].map((row) => row.querySelectorAll('td').length)).toEqual([7, 7]);
    expect(left).toContain('<dt>phases.pore.fraction</dt><dd>too &lt;large&gt;</dd>');
    const bare = reportHtml({
      ...half,
      phases: analysis.phases.map((each) => ({ ...each, ...none })),
      slices: [],
      particles: null,
      table: null,
      interfaces: null,
      thresholdCurve: null,
      components: null,
      distance: null,
    });
    for (const text of [left, bare]) expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(parseHTML(bare).document.querySelectorAll('figure').length).toBe(1);
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
      thresholdCurve: null,
      interfaces: null,
      phases: analysis.phases.map((each) => ({
        ...each,
        fraction: {
          ...each.fraction!,
          interval95: null,
          coverage: null,
          reason: 'too few samples',
          thresholdRange: null,
        },
        surface: null,
        thickness: null,
        tortuosity: null,
      })),
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

describe('colours of labels', () => {
  /** Whether two labels that touch, across edges or corners, have one colour. */
  function clashes(
    labels: ArrayLike<number>,
    [width, height]: readonly [number, number],
    colourOf: (label: number) => number,
  ): number {
    let found = 0;
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        for (let v = Math.max(0, y - 1); v < Math.min(height, y + 2); v += 1)
          for (let u = Math.max(0, x - 1); u < Math.min(width, x + 2); u += 1) {
            const [a, b] = [labels[y * width + x]!, labels[v * width + u]!];
            if (a !== b && a > 0 && b > 0 && colourOf(a) === colourOf(b)) found += 1;
          }
    return found;
  }

  it('differ wherever two touch, in any plane', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const random = new Random(seed);
      const size = [41, 33] as const;
      const planes = [0, 1, 2].map(() => {
        const seeds = Array.from({ length: 60 }, () => [
          41 * random.uniform(),
          33 * random.uniform(),
        ]);
        // Cells of the nearest of 60 seeds, of 40 labels, with background between some.
        const labels = Array.from({ length: 41 * 33 }, (_, i) => {
          const far = seeds.map(([x, y]) => Math.hypot((i % 41) - x!, Math.floor(i / 41) - y!));
          const nearest = far.indexOf(Math.min(...far));
          return nearest % 7 === 0 ? 0 : 1 + (nearest % 40);
        });
        return { labels, size };
      });
      const { colourOf, colours } = coloured(planes, 8);
      for (const { labels } of planes) expect(clashes(labels, size, colourOf)).toBe(0);
      expect(colours).toBeGreaterThanOrEqual(8);
    }
  });

  it('take more colours than there are where all labels touch all', () => {
    const pairs = Array.from({ length: 12 }, (_, a) =>
      Array.from({ length: 12 }, (__, b) => [a + 1, b + 1, 0]),
    ).flat(2);
    const { colourOf, colours } = coloured([{ labels: pairs, size: [pairs.length, 1] }], 8);
    expect(colours).toBe(12);
    expect(new Set(Array.from({ length: 12 }, (_, i) => colourOf(i + 1))).size).toBe(12);
    expect(new Set(Array.from({ length: 12 }, (_, i) => outlineColour(i))).size).toBe(12);
    expect(outlineColour(11)).toMatch(/^#[0-9a-f]{6}$/);
  });
});

test('particles that touch only as they are shown have two colours', () => {
  // Every third voxel of planes this wide is shown: of two voxels of a particle and one beside it,
  // the first, so that all particles of a row touch. Another plane has them in another order.
  const size = [1282, 3] as const;
  const random = new Random(5);
  const row = Array.from({ length: 428 }, (_, i) => i + 1);
  const order = row.toSorted(() => random.uint32() - 2 ** 31);
  const [view] = analysis.slices;
  const planeOf = (particles: readonly number[]): SliceView => {
    const labels = Float64Array.from({ length: size[0] * size[1] }, (_, i) => {
      const x = i % size[0];
      return x % 3 === 2 ? 0 : particles[Math.floor(x / 3)]!;
    });
    return { ...view!, size, labels, phases: null, image: labels.map(() => 0) };
  };
  const slices = [planeOf(order), planeOf(row)];
  const { particles: pictures } = slicePictures({ ...analysis, slices });
  const { width, data } = pictures[1]!.pixels;
  const colourAt = (x: number): string => {
    const from = 3 * Math.floor(((x + 0.5) * width) / 428);
    return data.subarray(from, from + 3).join();
  };
  for (let x = 1; x < 428; x++) expect(colourAt(x)).not.toBe(colourAt(x - 1));
});

describe('outlinePaths', () => {
  const byLabel = { colourOf: (label: number) => label % 4, colours: 4 };

  it('draws the edge between differing pixels once, in the colour of the higher label', () => {
    // 1 1 0
    // 1 2 2
    const { paths } = outlinePaths([1, 1, 0, 1, 2, 2], [3, 2], byLabel);
    expect(paths[1]).toBe('M2 0V1');
    expect(paths[2]).toBe('M1 1H3M1 1V2');
    expect(paths[0]).toBe('');
  });

  it('draws nothing where nothing changes', () => {
    expect(outlinePaths([5, 5, 5, 5], [2, 2], byLabel).paths).toEqual(['', '', '', '']);
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

  it('says which end of an interval data do not bound', () => {
    for (const [interval, text] of [
      [null, '–'],
      [[5.125, 6.5], '5.125 – 6.500'],
      [[5.125, Infinity], 'at least 5.125'],
      [[0, 6.5], 'at most 6.500'],
      [[0, Infinity], 'not bounded'],
    ] as const)
      expect(readableBounds(interval)).toBe(text);
  });

  it('leaves no interval without a word on how often such hold', () => {
    expect(heldText({ interval95: [0.4, 0.5], coverage: [0.92, 1] })).toBe(
      'such intervals held in 92 to 100 %',
    );
    expect(heldText({ interval95: [0.4, 0.5], coverage: null })).toContain('is unknown');
    expect(heldText({ interval95: null, coverage: null })).toBe('');
  });

  it('writes what may be added or taken away with common digits', () => {
    expect(
      withShares(0.42518, [
        ['sampling', [0.40532, 0.44504]],
        ['threshold', [0.4222, 0.4282]],
      ]),
    ).toBe('0.425 ±\u00a00.020 (sampling) ±\u00a00.003 (threshold)');
    expect(withShares(0.4183, [['threshold', [0.3891, 0.4407]]])).toBe(
      '0.418 −0.029/+0.022 (threshold)',
    );
    expect(withShares(0.5, [['sampling', null]])).toBe('0.5000');
    expect([0.125, 0.0001, 0, 0.84].map(percent)).toEqual(['12.5', 'less than 0.1', '0', '84']);
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
