import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CASES } from '../../bench/cases/index.js';
import { chooseCases, readArguments, UsageError } from '../../bench/headless/arguments.js';
import { keptFields } from '../../bench/headless/field_files.js';
import { writePerformancePage } from '../../bench/headless/performance_page.js';
import { PythonPeers, pythonCommand } from '../../bench/headless/python_peers.js';
import { DEFAULT_SETTINGS, type BenchReport } from '../../bench/report/schema.js';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { syntheticField } from '../../src/synthetic/index.js';

const folder = mkdtempSync(join(tmpdir(), 'voxmetry-bench-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the command line', () => {
  it('measures everything by default', () => {
    expect(readArguments([])).toMatchObject({
      cases: CASES,
      settings: DEFAULT_SETTINGS,
      peers: false,
    });
  });

  it('chooses by case, by op and by group', () => {
    const names = (text: string): string[] => chooseCases(text).map(({ name }) => name);
    expect(names('median 3')).toEqual(['median 3']);
    expect(names('median,count')).toEqual(['median 3', 'median 5', 'median 7', 'count']);
    expect(names('workflows')).toContain('porosity');
  });

  it.each([
    [['--ops', 'nonsense'], /no case 'nonsense'/],
    [['--sizes', '64,big'], /--sizes/],
    [['--sizes', '64.5'], /whole numbers/],
    [['--colour'], /colour/],
  ])('refuses %j', (words, message) => {
    expect(() => readArguments(words)).toThrow(UsageError);
    expect(() => readArguments(words)).toThrow(message);
  });

  it('sorts sizes and takes each once', () => {
    expect(readArguments(['--sizes', '128,64,128'])).toMatchObject({
      settings: { sizes: [64, 128] },
    });
  });
});

it('keeps fields as they were made', async () => {
  const fields = keptFields(join(folder, 'fields'));
  const made = await fields('gray', 16);
  expect(made).toEqual(syntheticField({ kind: 'gray', size: [16, 16, 16] }).slab(0, 16));
  expect(await fields('gray', 16)).toEqual(made);
});

describe('the performance page', () => {
  const report: BenchReport = {
    schema: 'voxmetry-bench',
    version: 1,
    date: '2026-01-02T03:04:05.000Z',
    library: 'voxmetry 0.0.0',
    runtime: 'Deno 2',
    machine: { cpu: 'processor', cores: 2, system: 'Linux x64' },
    adapter: { vendor: '', architecture: '', device: '', description: 'llvmpipe', software: true },
    limits: { maxStorageBufferBindingSize: 2 ** 27 },
    features: [],
    settings: DEFAULT_SETTINGS,
    waits: { submitMs: 11, readMs: 12 },
    copies: [{ bytes: 1e6, way: 'kernel', ms: [1] }],
    peers: null,
    measurements: [],
  };

  it('keeps what was written by hand', () => {
    const file = join(folder, 'performance.md');
    writePerformancePage(file, report);
    const first = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      first.replace('# Performance\n', '# Performance\n\nBefore.\n') + '\nAfter.\n',
    );
    writePerformancePage(file, { ...report, library: 'voxmetry 9.9.9' });
    const second = readFileSync(file, 'utf8');
    expect(second).toContain('Before.');
    expect(second).toContain('After.');
    expect(second).toContain('voxmetry 9.9.9');
    expect(second).not.toContain('voxmetry 0.0.0');
  });

  it('is not overwritten where its marks are gone', () => {
    const file = join(folder, 'other.md');
    writeFileSync(file, '# By hand\n');
    expect(() => {
      writePerformancePage(file, report);
    }).toThrow(/marks/);
    expect(readFileSync(file, 'utf8')).toBe('# By hand\n');
  });
});

const scipy = spawnSync(pythonCommand(), ['-c', 'import scipy, skimage']).status === 0;

describe('peers', () => {
  it.skipIf(!scipy)('count only where their result is ours', async () => {
    const [engine] = await Promise.all([Engine.open(), loadAllImplementations()]);
    const peers = (await PythonPeers.start(engine, 'bench/peers/peers.py'))!;
    try {
      const size = [20, 20, 20] as const;
      const data = syntheticField({ kind: 'gray', size }).slab(0, 20);
      const { id, name, meta } = await engine.open({ data, size }, { transfer: true });
      const source = sourceNode(id, name, meta);
      const bench = CASES.find((one) => one.name === 'gaussian 2')!;
      const job = bench.make(source);
      const [honest] = await peers.time(bench, source, job);
      expect(honest).toMatchObject({ name: 'SciPy gaussian_filter', status: 'agrees' });
      expect(honest!.wallMs.every((ms) => ms > 0)).toBe(true);

      const [task] = bench.peers!(source, job);
      const other = { ...bench, peers: () => [{ ...task!, params: { sigma: 2.5 } }] };
      expect(await peers.time(other, source, job)).toMatchObject([
        { status: 'disagrees', wallMs: [], cpuMs: [] },
      ]);
      const broken = { ...bench, peers: () => [{ ...task!, params: { width: 1 } }] };
      expect(await peers.time(broken, source, job)).toMatchObject([
        { status: 'failed', wallMs: [] },
      ]);
    } finally {
      peers.close();
      await engine.dispose();
    }
  });

  it.runIf(!scipy)('are not tested: SciPy and scikit-image are not installed', () => {
    expect(scipy).toBe(false);
  });
});
