import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCellCommand } from '../../src/cli/cell/cell_arguments.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import { syntheticRoll } from '../../src/synthetic/index.js';
import { voxmetry, workplace, type Outcome } from './run/fixture.js';

// `voxmetry cell`: a drawn cell whose truth is known, and a file that is no cell.

const place = workplace();

const run = (...args: string[]): Promise<Outcome> => voxmetry('cell', ...args);

interface Place {
  readonly theta: number;
  readonly z: number;
}
interface Truth {
  readonly pitch: number;
  readonly outgrowths: readonly (Place & { height: number; side: string; toSeparator: number })[];
}
interface Estimate {
  readonly value: number;
  readonly interval: readonly [number, number];
}
interface Result {
  readonly missing: readonly { readonly part: string }[];
  readonly can: {
    readonly majorAxis: { readonly value: number };
    readonly wall: { value: number };
  };
  readonly windings: { readonly fit: { readonly pitch: Estimate } } | null;
  readonly overhang: {
    readonly lower: { readonly mean: number; readonly min: number };
    readonly upper: { readonly mean: number; readonly min: number };
    readonly turns: readonly { readonly turn: number; readonly upper: { mean: number } }[];
  } | null;
  readonly collector: { readonly regime: string; readonly greatestHeight: number | null } | null;
  readonly electrode: string;
  readonly outgrowths: readonly {
    readonly kind: string;
    readonly side: string;
    readonly theta: number;
    readonly cell: { readonly z: number };
    readonly height: number | null;
    readonly volume: number;
    readonly volumeLow: number | null;
    readonly volumeHigh: number | null;
    readonly toSeparator: number;
  }[];
}

const read = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));

describe('voxmetry cell', () => {
  it('measures a drawn cell, and finds what grew in it', { timeout: 240_000 }, async () => {
    const out = place.path('cell');
    const { code, error } = await run('--out', out);
    expect([code, error]).toEqual([0, '']);
    const truth = read(out, 'truth.json') as Truth;
    const result = read(out, 'result.json') as Result;
    const voxel = 5;
    const { pitch } = result.windings!.fit;
    expect(Math.abs(pitch.value / truth.pitch - 1)).toBeLessThan(1e-3);
    expect(Math.abs(result.can.majorAxis.value - 3724.8)).toBeLessThan(voxel);
    expect(Math.abs(result.can.wall.value - 50.3)).toBeLessThan(0.1 * voxel);
    const grown = result.outgrowths.filter(({ kind }) => kind === 'outgrowth');
    expect(grown).toHaveLength(truth.outgrowths.length);
    for (const known of truth.outgrowths) {
      const found = grown.find(({ theta }) => Math.abs(theta - known.theta) < 0.02)!;
      expect(found.side).toBe(known.side);
      expect(Math.abs(found.cell.z - known.z)).toBeLessThanOrEqual(voxel);
      expect(Math.abs(found.height! - known.height)).toBeLessThan(voxel);
      expect(Math.abs(found.toSeparator - known.toSeparator)).toBeLessThan(voxel);
    }
    // An end is right to one row of 5 µm; the truth is 10 µm.
    const { lower, upper, turns } = result.overhang!;
    for (const { mean } of [lower, upper]) expect(Math.abs(mean - 10)).toBeLessThanOrEqual(voxel);
    expect(turns.length).toBeGreaterThan(3);
    expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, i) => i));
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('Synthetic pin cell');
    expect(page).toContain('aria-label="overhang of the anode"');
    expect(page.match(/<svg/g)!.length).toBeGreaterThan(2 * grown.length + 3);
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const table = readFileSync(join(out, 'outgrowths.csv'), 'utf8').trim().split('\n');
    expect(table).toHaveLength(1 + result.outgrowths.length);
  });

  it('finds what grew on a foil of half a voxel', { timeout: 240_000 }, async () => {
    const roll = syntheticRoll({
      ...{ seed: 3, size: [352, 352, 24], spacing: 20 },
      defects: { outgrowths: 4, particles: 0, wrinkles: 0, overhangs: 0, tab: false },
    });
    const { size, spacing, unit } = roll.grid;
    const scan = place.path('coarse.tif');
    const tiff = writeTiff({ size, spacing, unit, dtype: 'u16' }, [roll.slab(0, size[2])]);
    await writeFile(scan, tiff);
    const out = place.path('coarse');
    const { code, error } = await run(scan, '--foil', '10', '--out', out);
    expect([code, error]).toEqual([0, '']);
    const result = read(out, 'result.json') as Result;
    expect(result.collector).toMatchObject({ regime: 'unresolved', greatestHeight: null });
    expect(result.electrode).toMatch(/its sheet is 1[4-7]\d µm thick \(--electrode LO,HI/);
    expect(result.outgrowths).toHaveLength(roll.truth.outgrowths.length);
    for (const known of roll.truth.outgrowths) {
      const found = result.outgrowths.find(({ theta }) => Math.abs(theta - known.theta) < 0.04)!;
      expect([found.kind, found.height]).toEqual(['outgrowth', null]);
      expect(Math.abs(found.cell.z - known.z)).toBeLessThanOrEqual(20);
      // The layer between the turns has eight rows here, and sums reach three of them: volumes are
      // cut, and have no interval.
      expect([found.volumeLow, found.volumeHigh]).toEqual([null, null]);
      expect(Math.abs(Math.log2(found.volume / known.volume))).toBeLessThan(1);
    }
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('Heights are not seen');
    expect(page).toContain('(no interval)');
  });

  it('says of a scan without windings what is missing, and writes the rest', async () => {
    const scan = await place.tiff('blobs.tif');
    const out = place.path('no-cell');
    const { code, error } = await run(scan, '--out', out);
    expect(code).toBe(2);
    expect(error).toMatch(/^voxmetry: not all was computed.*windings/);
    const { missing, windings } = read(out, 'result.json') as Result;
    expect(windings).toBeNull();
    expect(missing.map(({ part }) => part)).toContain('windings');
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('<h2>Missing</h2>');
  });

  it('shows its flags, and refuses what does not fit them', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const flag of [
      '--electrode',
      '--anode',
      '--overhang',
      '--coating',
      '--foil',
      '--regime',
      '--min-height',
      '--every',
      '--spacing',
      '--out',
    ])
      expect(out).toContain(flag);
    expect(() => readCellCommand(['a.tif', '--electrode', '5'])).toThrow(/two grey levels/);
    expect(() => readCellCommand(['a.tif', '--electrode', '9,5'])).toThrow(/two grey levels/);
    expect(() => readCellCommand(['a.tif', '--anode', '9,5'])).toThrow(/--anode.*two grey levels/);
    expect(() => readCellCommand(['a.tif', '--overhang', '9'])).toThrow(/needs --anode/);
    expect(() => readCellCommand(['--anode', '4,5'])).toThrow(/needs a FILE/);
    expect(() => readCellCommand(['a.tif', '--coating', '0'])).toThrow(/a length/);
    expect(() => readCellCommand(['a.tif', '--foil', '-1'])).toThrow(/a length/);
    expect(() => readCellCommand(['a.tif', '--regime', 'auto'])).toThrow(/resolved or unresolved/);
    expect(() => readCellCommand(['--foil', '10'])).toThrow(/needs a FILE/);
    expect(() => readCellCommand(['a.tif', '--every', '0'])).toThrow(/whole number/);
    expect(() => readCellCommand(['--coating', '80'])).toThrow(/needs a FILE/);
    expect(() => readCellCommand(['a.tif', 'b.tif'])).toThrow(/one file at a time/);
    expect(() => readCellCommand(['a.tif', '--phase', 'dark'])).toThrow(/unknown flag/);
  });
});
