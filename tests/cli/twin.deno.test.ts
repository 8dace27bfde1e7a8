import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventedCell } from '../../src/cli/twin/invented_cell.js';
import { readTwinCommand } from '../../src/cli/twin/twin_arguments.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import { checkBpx } from '../../src/simulation/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import { voxmetry, workplace, type Outcome } from './run/fixture.js';

// `voxmetry twin`: from a scan to a discharge, of a cathode whose truth is known.

const place = workplace();

const run = (...args: string[]): Promise<Outcome> => voxmetry('twin', ...args);

interface UsedNumber {
  readonly measured: number;
  readonly corrected: number | null;
  readonly reason: string | null;
  readonly value: number;
  readonly interval: readonly [number, number];
}
interface Result {
  readonly numbers: Readonly<Record<'porosity' | 'surface' | 'tortuosity', UsedNumber>>;
  readonly generators: readonly { generator: string; matches: boolean; twins: unknown[] }[];
  readonly discharge: {
    readonly voltage: readonly number[];
    readonly lower: readonly (number | null)[];
    readonly upper: readonly (number | null)[];
    readonly delivered: number;
    readonly deliveredInterval: readonly [number, number];
    readonly varied: readonly string[];
    readonly measured: { readonly delivered: number };
  };
}

describe('voxmetry twin', () => {
  it('leads from a scan to the discharge of a cell', { timeout: 240_000 }, async () => {
    const { volume, truth } = syntheticCathode({
      seed: 2,
      size: [48, 48, 48],
      spacing: [0.25, 0.25, 0.25],
      medianDiameter: 2.25,
      imaging: { blur: 0.25, noise: 2500 },
    });
    const [scan, cell, out] = [place.path('scan.tif'), place.path('cell.json'), place.path('out')];
    await writeFile(scan, writeTiff(volume, [volume.data]));
    await writeFile(cell, JSON.stringify(inventedCell()));
    const { code, error } = await run(scan, '--into', cell, '--twins', '6', '--out', out);
    expect([code, error]).toEqual([0, '']);

    const read = (name: string): string => readFileSync(join(out, name), 'utf8');
    const { numbers, generators, discharge } = JSON.parse(read('result.json')) as Result;
    expect(generators.map(({ twins }) => twins.length)).toEqual([6, 6]);
    expect(generators[0]).toMatchObject({ generator: 'packedSpheres', matches: true });
    // What blur and median take off the surface is given back; nothing stands without its spread.
    const { porosity, surface } = numbers;
    expect(surface.corrected! / surface.measured).toBeGreaterThan(1.05);
    for (const { corrected, reason, value, interval, measured } of Object.values(numbers)) {
      expect(corrected === null).toBe(reason !== null);
      expect(value).toBe(corrected ?? measured);
      expect(interval[0] <= value && value <= interval[1] && interval[0] < interval[1]).toBe(true);
    }
    expect(porosity.interval[0]).toBeLessThan(truth.porosity);
    expect(porosity.interval[1]).toBeGreaterThan(truth.porosity);

    const document = JSON.parse(read('cell.bpx.json')) as {
      Parameterisation: Record<string, Record<string, number>>;
    };
    expect(checkBpx(document)).toEqual([]);
    const electrode = document.Parameterisation['Positive electrode']!;
    expect(electrode['Porosity']).toBe(porosity.value);
    expect(electrode['Surface area per unit volume [m-1]']! / 1e6 / surface.value).toBeCloseTo(
      1,
      12,
    );
    const radius = (3 * (1 - porosity.value)) / surface.value / 1e6;
    expect(electrode['Particle radius [m]']! / radius).toBeCloseTo(1, 12);
    expect(
      electrode['Transport efficiency']! / (porosity.value / numbers.tortuosity.value),
    ).toBeCloseTo(1, 12);

    const { voltage, lower, upper, varied } = discharge;
    expect(voltage.every((volts, i) => i === 0 || volts < voltage[i - 1]!)).toBe(true);
    voltage.forEach((volts, i) => {
      if (lower[i] !== null) expect(lower[i]! < volts && volts < upper[i]!).toBe(true);
    });
    expect(varied).toContain('Positive electrode > Transport efficiency');
    const [least, most] = discharge.deliveredInterval;
    expect(least < discharge.delivered && discharge.delivered < most).toBe(true);
    expect(discharge.measured.delivered).not.toBe(discharge.delivered);
    expect(read('report.html')).toContain('<figure class="discharge">');
  });

  it('refuses what it cannot use', async () => {
    const cell = place.path('no.json');
    await writeFile(cell, '[');
    expect((await run('--into', cell)).error).toMatch(/no JSON of an object/);
    expect((await run('--into', place.path('none.json'))).error).toMatch(/no such file/);
    for (const args of [
      ['--twins', '3'],
      ['--axis', 'u'],
      ['--unit', 'µm'],
      ['a', 'b'],
      ['--what'],
    ])
      expect(() => readTwinCommand(args)).toThrow();
    expect((await run('--help')).out).toContain('--into');
  });
});
