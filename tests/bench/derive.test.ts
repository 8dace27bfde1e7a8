import { describe, expect, it } from 'vitest';
import { exponentOf, figuresOf, peerRatio, timeOf } from '../../bench/report/derive.js';
import { checkGoals } from '../../bench/report/goals.js';
import { predictions } from '../../bench/report/predict.js';
import { performanceTables } from '../../bench/report/markdown.js';
import { parseReport, type BenchReport, type Measurement } from '../../bench/report/schema.js';
import { median, powerLaw, spread } from '../../bench/report/statistics.js';
import { bytesText, digits } from '../../bench/report/text.js';

const SIZE = 256;

function measurement(given: Partial<Measurement> = {}): Measurement {
  return {
    case: 'gaussian 2',
    group: 'filters',
    field: 'gray',
    size: SIZE,
    perWait: 10,
    reads: 0,
    wallMs: [101, 111, 121],
    netMs: [90, 100, 110],
    gpuMs: [95],
    cpuMs: [180],
    copyMs: [20, 25, 30],
    bufferCopyMs: [10, 5, 4],
    inputBytes: 2 * SIZE ** 3,
    outputBytes: 4 * SIZE ** 3,
    traffic: { read: 12 * SIZE ** 3, write: 10 * SIZE ** 3, dispatches: 3 },
    peakBytes: 16 * SIZE ** 3,
    peers: [],
    error: null,
    ...given,
  };
}

function report(measurements: readonly Measurement[]): BenchReport {
  return {
    schema: 'voxmetry-bench',
    version: 1,
    date: '2026-01-02T03:04:05.000Z',
    library: 'voxmetry 0.0.0',
    runtime: 'Deno 2',
    machine: { cpu: 'processor', cores: 2, system: 'Linux x64' },
    adapter: { vendor: '', architecture: '', device: '', description: 'llvmpipe', software: true },
    limits: { maxStorageBufferBindingSize: 2 ** 27 },
    features: ['timestamp-query'],
    settings: {
      sizes: [...new Set(measurements.map(({ size }) => size))],
      samples: 3,
      perWait: 10,
      batchSeconds: 1,
      copyBytes: [1e6, 1e8],
    },
    waits: { submitMs: 11, readMs: 12 },
    copies: [
      { bytes: 1e6, way: 'kernel', ms: [0.1] },
      { bytes: 1e8, way: 'copyBufferToBuffer', ms: [10] },
      { bytes: 1e8, way: 'kernel', ms: [20, 10, 40] },
    ],
    peers: null,
    measurements,
  };
}

describe('statistics of samples', () => {
  it('takes medians of odd and even counts, and of none', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('tells the spread by quartiles', () => {
    // Quartiles of 1 … 5 are 2 and 4: half their distance is 1, over the median 3.
    expect(spread([5, 1, 4, 2, 3])).toBeCloseTo(1 / 3, 12);
    expect(spread([7])).toBeNaN();
  });

  it('finds the exponent of a power law, and none in one point', () => {
    const points = [10, 100, 1000].map((x) => [x, 3 * x ** 1.05] as const);
    expect(powerLaw(points)).toBeCloseTo(1.05, 10);
    expect(powerLaw([[10, 3]])).toBeNaN();
  });
});

describe('figures of a measurement', () => {
  it('makes rates and ratios out of the median net time', () => {
    const m = measurement();
    const figures = figuresOf(report([m]), m);
    expect(figures.ms).toBe(100);
    expect(figures.mvoxelsPerSecond).toBeCloseTo(SIZE ** 3 / 100 / 1e3, 9);
    expect(figures.bytesPerVoxel).toBe(22);
    expect(figures.peakPerVoxel).toBe(m.peakBytes / SIZE ** 3);
    expect(figures.gbPerSecond).toBeCloseTo((22 * SIZE ** 3) / 100 / 1e6, 9);
    // The largest copy by a kernel moved 2 × 1e8 bytes in 20 ms: 10 GB/s.
    expect(figures.percentOfCopy).toBeCloseTo(figures.gbPerSecond * 10, 9);
    expect(figures.copies).toBe(4);
    expect(figures.bufferCopies).toBe(20);
  });

  it('trusts the compute passes only where most of the time was waiting', () => {
    expect(timeOf(measurement({ wallMs: [13], netMs: [1], gpuMs: [2] }))).toBe(2);
    expect(timeOf(measurement({ wallMs: [13], netMs: [10], gpuMs: [20] }))).toBe(10);
    expect(timeOf(measurement({ wallMs: [13], netMs: [1], gpuMs: [] }))).toBe(1);
  });

  it('gives no ratio for a peer that disagrees', () => {
    const peer = { name: 'SciPy gaussian_filter', wallMs: [250], cpuMs: [250], check: '' };
    const m = measurement();
    expect(peerRatio(m, { ...peer, status: 'agrees' })).toBe(2.5);
    expect(peerRatio(m, { ...peer, status: 'disagrees' })).toBeNaN();
  });

  it('takes the exponent over all sizes of a case', () => {
    const small = measurement({ size: 64, wallMs: [3], netMs: [2] });
    const large = measurement({ size: 128, wallMs: [17], netMs: [16] });
    expect(exponentOf(report([small, large]), 'gaussian 2', 'gray')).toBeCloseTo(1, 10);
  });
});

describe('what bandwidth alone predicts', () => {
  it('is the time of the declared bytes, which the roof of the copy is too', () => {
    const m = measurement();
    const [predicted] = predictions(report([m]), SIZE, 10);
    // 22 B/voxel at 10 GB/s, beside 100 ms at 3.69 GB/s.
    expect(predicted!.leastMs).toBeCloseTo((22 * SIZE ** 3) / 1e7, 9);
    expect(predicted!.mostMvoxelsPerSecond).toBeCloseTo(1e4 / 22, 9);
    expect(predicted!.measuredMs).toBe(100);
    const { percentOfCopy } = figuresOf(report([m]), m);
    expect(predicted!.leastMs / predicted!.measuredMs).toBeCloseTo(percentOfCopy / 100, 9);
  });

  it('leaves out what failed, other sizes, and what declares nothing', () => {
    const none = { read: 0, write: 0, dispatches: 0 };
    const all = [
      measurement({ error: 'limit' }),
      measurement({ size: 64 }),
      measurement({ traffic: none }),
    ];
    expect(predictions(report(all), SIZE, 10)).toEqual([]);
  });
});

describe('goals', () => {
  const peers = [
    { name: 'SciPy gaussian_filter', wallMs: [140], cpuMs: [140], check: '', status: 'agrees' },
  ] as const;

  it('tells which are met on the largest volume', () => {
    const results = checkGoals(report([measurement({ peers })]));
    expect(results.map(({ kind, value, met }) => [kind, value, met])).toEqual([
      ['ratio', 1.4, false],
      ['copies', 4, true],
      ['bytes', 22, true],
    ]);
  });

  it('compares processor times where a goal is about them', () => {
    const peer = { name: 'SciPy label', wallMs: [400], check: '', status: 'agrees' } as const;
    const random = measurement({
      ...{ case: 'components 6', field: 'random', cpuMs: [200] },
      peers: [{ ...peer, cpuMs: [390] }],
    });
    const results = checkGoals(report([random])).filter(({ peer }) => peer !== undefined);
    expect(
      results.map(({ kind, value, byProcessor, met }) => [kind, value, byProcessor, met]),
    ).toEqual([
      ['ratio', 4, 1.95, true],
      ['processor', 1.95, 1.95, false],
    ]);
  });

  it('says nothing of smaller volumes', () => {
    expect(checkGoals(report([measurement({ size: 128, peers })]))).toEqual([]);
  });
});

describe('a saved report', () => {
  it('is read back as it was', () => {
    const saved = report([measurement()]);
    expect(parseReport(JSON.stringify(saved))).toEqual(saved);
  });

  it.each([
    ['no JSON', 'hello', /not JSON/],
    ['other JSON', '{"a":1}', /no benchmark report/],
    ['null', 'null', /no benchmark report/],
    ['a later version', JSON.stringify({ ...report([]), version: 2 }), /version 2/],
    ['a lost part', JSON.stringify({ ...report([]), copies: undefined }), /'copies'/],
    [
      'times that are no numbers',
      JSON.stringify(report([measurement({ netMs: ['fast'] as never })])),
      /'measurements'/,
    ],
  ])('is refused where it is %s', (_, text, message) => {
    expect(() => parseReport(text)).toThrow(message);
  });

  it('becomes the tables of the performance page', () => {
    const page = performanceTables(report([measurement()]));
    expect(page).toContain('## 256³');
    expect(page).toContain('| gaussian 2 | gray | 100 |');
    expect(page).toMatch(/\| gaussian 2, gray \| ≤ 8\.00 copies \| 4\.00 \| – \| met \|/);
  });
});

describe('text', () => {
  it('keeps three digits that count', () => {
    expect([1234, 12.34, 1.234, 0.01234, 0, NaN].map(digits)).toEqual([
      '1234',
      '12.3',
      '1.23',
      '0.0123',
      '0',
      '–',
    ]);
  });

  it('chooses the unit of bytes', () => {
    expect([512, 3 * 2 ** 20, 2 ** 31].map(bytesText)).toEqual([
      '0.50 KiB',
      '3.00 MiB',
      '2.00 GiB',
    ]);
  });
});
