import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import {
  checkBpx,
  toBpx,
  type BpxElectrode,
  type BpxMeasured,
  type BpxOptions,
} from '../../src/simulation/index.js';
import { partOf, withoutScan, type Json } from './documents.js';

const transport = {
  axis: 'z',
  relative: 0.2,
  macMullin: 5,
  fraction: 0.4,
  fluxSpread: 5e-4,
  sides: 'closed',
  convention: 'TauFactor',
} as const;

const surface = {
  perVolume: 0.45,
  unit: 'µm',
  estimator: 'crofton13',
  border: 'open',
  sampling: { interval: [0.43, 0.47] },
} as const;

const electrode = {
  thickness: { mean: 75, unit: 'µm', axis: 'z', std: 2 },
  porosity: { value: 0.4, interval: [0.38, 0.42], provenance: { hashes: { result: 'abc' } } },
  transport,
  active: { value: 0.6, interval: [0.58, 0.62] },
  surface,
  conductivity: { ...transport, relative: 12, macMullin: null, fraction: 0.6 },
} as const satisfies BpxElectrode;

const separator = {
  thickness: { mean: 12_000, unit: 'nm' },
  porosity: { value: 0.47 },
  transport: { ...transport, relative: 0.3, fraction: 0.47 },
} as const;

/** The file as a reader gets it. */
function written(measured: BpxMeasured, options?: BpxOptions): Json {
  const { document } = toBpx(measured, options);
  expect(checkBpx(document)).toEqual([]);
  return JSON.parse(JSON.stringify(document)) as Json;
}

const P = 'Parameterisation';
const measuredOf = (document: Json, section: string): Json =>
  partOf(document, P, 'User-defined', 'Voxmetry', section);

test('a file of measured values alone has no more than these, in SI units', () => {
  const document = written({ positiveElectrode: electrode, separator });
  expect(partOf(document, 'Header')['Model']).toBe('Partial');
  expect(Object.keys(partOf(document, P))).toEqual(['Separator', 'User-defined']);
  expect(partOf(document, P, 'Separator')).toEqual({
    'Thickness [m]': 12e-6,
    Porosity: 0.47,
    'Transport efficiency': 0.3,
  });
  const positive = measuredOf(document, 'Positive electrode') as Record<string, Json>;
  const values = Object.entries(positive).map(([key, one]) => [key, one['value']] as const);
  const expected = {
    'Thickness [m]': 75e-6,
    Porosity: 0.4,
    'Transport efficiency': 0.2,
    'Conductivity [S.m-1]': 12,
    'Surface area per unit volume [m-1]': 0.45e6,
    'Active material volume fraction': 0.6,
    'Particle radius [m]': (3 * 0.6) / 0.45e6,
  };
  expect(values.map(([key]) => key)).toEqual(Object.keys(expected));
  for (const [key, value] of values)
    expect(Number(value) / expected[key as keyof typeof expected] - 1).toBeCloseTo(0, 12);
  expect(positive['Porosity']).toEqual({
    value: 0.4,
    lower: 0.38,
    upper: 0.42,
    description: 'fraction of pores, voxel counts; recipe abc',
  });
  const area = positive['Surface area per unit volume [m-1]'];
  expect(area?.['description']).toContain('estimator crofton13');
  expect([area?.['lower'], area?.['upper']]).toEqual([0.43e6, 0.47e6]);
});

test('of an electrode, transport may be that from the separator to the surface of the pores', () => {
  const { document } = toBpx({
    positiveElectrode: {
      ...electrode,
      transport: {
        axis: 'z',
        separator: 'upper',
        relative: 0.25,
        tortuosityFactor: 1.6,
        fraction: 0.4,
        sides: 'closed',
        convention: 'Nguyen et al. 2020',
      },
    },
  });
  const positive = measuredOf(document, 'Positive electrode') as Record<string, Json>;
  expect(positive['Transport efficiency']).toMatchObject({ value: 0.25 });
  expect(positive['Transport efficiency']?.['description']).toContain('separator at the upper end');
  expect(JSON.stringify(positive)).toContain('1.6');
});

test('values take their places in a file that has the others', () => {
  const into = withoutScan('DFN');
  const before = JSON.stringify(into);
  const { document, notes } = toBpx({ positiveElectrode: electrode, separator }, { into });
  expect(notes).toEqual([]);
  expect(JSON.stringify(into)).toBe(before);
  expect(checkBpx(document)).toEqual([]);
  const other = partOf(into, P, 'Positive electrode');
  expect(partOf(document as Json, P, 'Positive electrode')).toEqual({
    ...other,
    'Thickness [m]': 75e-6,
    Porosity: 0.4,
    'Transport efficiency': 0.2,
    'Conductivity [S.m-1]': 12,
    'Surface area per unit volume [m-1]': 0.45e6,
    'Particle radius [m]': (3 * 0.6) / 0.45e6,
  });
  expect(partOf(document as Json, P, 'Negative electrode')).toEqual(
    partOf(into, P, 'Negative electrode'),
  );
  expect(partOf(document as Json, 'Header')['Model']).toBe('DFN');
});

test('a single-particle file takes what it has keys for', () => {
  const into = withoutScan('SPM');
  const { document, notes } = toBpx({ positiveElectrode: electrode, separator }, { into });
  expect(checkBpx(document)).toEqual([]);
  expect(partOf(document as Json, P)['Separator']).toBeUndefined();
  const positive = partOf(document, P, 'Positive electrode');
  expect(positive['Thickness [m]']).toBe(75e-6);
  expect(positive['Porosity']).toBeUndefined();
  expect(notes.map(({ code, domain }) => [code, domain])).toEqual([
    ['not-placed', 'positiveElectrode'],
    ['not-placed', 'separator'],
  ]);
  expect(notes[0]?.keys).toEqual(['Porosity', 'Transport efficiency', 'Conductivity [S.m-1]']);
});

describe('notes', () => {
  const codes = (given: BpxElectrode, options?: BpxOptions): string[] =>
    toBpx({ negativeElectrode: { ...electrode, ...given } }, options)
      .notes.map(({ code }) => code)
      .filter((code) => code !== 'not-placed');
  const sizes = (value: number) => ({
    volume: { d50: { value, interval: null } },
    unit: 'µm',
    diameter: 'equivalentDiameter',
  });

  test('none where all fits', () => {
    expect(codes({})).toEqual([]);
    // The radius is 4 µm: 20 % less or more of half the D50 is not yet named.
    expect(codes({ sizes: sizes(9.9) })).toEqual([]);
    expect(codes({ sizes: sizes(6.8) })).toEqual([]);
  });
  test('fractions that are more than the whole', () => {
    expect(codes({ active: { value: 0.61 } })).toEqual(['overfull']);
    const { notes } = toBpx({ negativeElectrode: { ...electrode, active: { value: 0.7 } } });
    expect(notes[0]?.values['sum']).toBeCloseTo(1.1, 12);
  });
  test('the same with the radius of the file, where the active fraction was not measured', () => {
    // a R / 3 of 0.45e6 / m and 5 µm is 0.75; the pores are 0.4.
    const { porosity, surface: measured } = electrode;
    const negativeElectrode = { porosity, surface: measured };
    const { notes } = toBpx({ negativeElectrode }, { into: withoutScan('DFN') });
    expect(notes.map(({ code }) => code)).toEqual(['overfull']);
    expect(notes[0]?.values['sum']).toBeCloseTo(1.15, 12);
  });
  test('a radius that is not half the D50', () => {
    expect(codes({ sizes: sizes(10.1) })).toEqual(['radius-differs']);
    expect(codes({ sizes: sizes(6.6) })).toEqual(['radius-differs']);
  });
  test('transport of another mask', () => {
    expect(codes({ transport: { ...transport, fraction: 0.45 } })).toEqual(['porosity-differs']);
  });
});

const onlyPair = (names: readonly [string, string]): BpxElectrode => ({
  surface: {
    interfaces: {
      pairs: [{ phases: ['pore', 'nmc'], perVolume: 0.4, sampling: { interval: null } }],
      phases: { pore: { fraction: 0.5 }, nmc: { fraction: 0.5 } },
      unit: 'µm',
      estimator: 'faces',
    },
    between: names,
  },
});

describe('refuses', () => {
  test.each<[string, unknown, BpxOptions?]>([
    ["measured is 'anode'", { anode: electrode }],
    ['at least one measured value', {}],
    ['separator is .surface.', { separator: { surface } }],
    [
      "is in 'px', which is no length",
      { positiveElectrode: { surface: { ...surface, unit: 'px' } } },
    ],
    ['is in .furlong.', { separator: { thickness: { mean: 1, unit: 'furlong' } } }],
    [
      'nothing gets through along z',
      { separator: { transport: { ...transport, relative: 0, macMullin: Infinity } } },
    ],
    ["axis is 'x'", { separator: { transport: { ...transport, axis: 'x' } } }],
    ['an efficiency of at most 1', { separator: { transport: { ...transport, relative: 1.1 } } }],
    [
      'that of an electrode',
      { separator: { transport: { ...transport, separator: 'lower', tortuosityFactor: 2 } } },
    ],
    ['the tortuosity of a mask', { separator: { transport: { ...transport, macMullin: null } } }],
    ['coefficients in S/m', { positiveElectrode: { conductivity: transport } }],
    ['porosity is 1.2', { separator: { porosity: { value: 1.2 } } }],
    ['porosity is -0.1', { separator: { porosity: { value: 0.1, interval: [-0.1, 0.2] } } }],
    ['porosity is NaN', { separator: { porosity: { value: NaN } } }],
    [
      'perVolume is Infinity',
      { positiveElectrode: { surface: { ...surface, perVolume: Infinity } } },
    ],
    ['lower', { positiveElectrode: { surface: { ...surface, sampling: { interval: [NaN, 1] } } } }],
    ['Spread of currents', { separator: { transport: { ...transport, fluxSpread: NaN } } }],
    [
      'the border is no surface',
      { positiveElectrode: { surface: { ...surface, border: 'closed' } } },
    ],
    ['a layer which is there', { separator: { thickness: { mean: null, unit: 'µm' } } }],
    ["between is 'NMC'; allowed: 'pore', 'nmc'", { positiveElectrode: onlyPair(['NMC', 'pore']) }],
    ['two different phases', { positiveElectrode: onlyPair(['nmc', 'nmc']) }],
    ['Header is missing', { separator }, { into: {} }],
    [
      'BPX is a version before 1',
      { separator },
      { into: { Header: { BPX: '0.4.0', Model: 'DFN' }, [P]: {} } },
    ],
  ])('%s', (message, measured, options) => {
    let caught: unknown;
    try {
      toBpx(measured as BpxMeasured, options);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(VoxmetryError);
    expect((caught as VoxmetryError).code).toBe('invalid-argument');
    expect((caught as VoxmetryError).message).toMatch(new RegExp(message));
  });
});

describe('results of queries', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openEngine();
  });
  afterAll(() => lab.dispose());

  test('a plate beside a pore: all values follow from its shape', async () => {
    const size = [8, 8, 8] as const;
    const data = Uint8Array.from({ length: 512 }, (_, i) => (i % 8 < 4 ? 0 : 1));
    const scan = await lab.open({ data, size }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
    const phases = scan.toPhases({ pore: 0, nmc: 1 });
    const pores = phases.phase('pore');
    const porosity = await pores.fraction();
    const document = written({
      positiveElectrode: {
        porosity,
        transport: await pores.tortuosity({ axis: 'z' }),
        conductivity: await phases.conductivity({ axis: 'z', coefficients: { nmc: 10 } }),
        thickness: await phases.phase('nmc').layer({ axis: 'z' }),
        surface: {
          interfaces: await phases.interfaces({ estimator: 'faces' }),
          between: ['nmc', 'pore'],
        },
      },
    });
    const found = measuredOf(document, 'Positive electrode') as Record<string, Json>;
    const value = (key: string): number => Number(found[key]?.['value']);
    expect(value('Porosity')).toBe(0.5);
    expect(value('Transport efficiency')).toBeCloseTo(0.5, 3);
    expect(value('Conductivity [S.m-1]')).toBeCloseTo(5, 2);
    expect(value('Thickness [m]')).toBeCloseTo(4e-6, 15);
    expect(value('Surface area per unit volume [m-1]')).toBeCloseTo(0.25e6, 6);
    expect(value('Particle radius [m]')).toBeCloseTo(6e-6, 15);
    expect(found['Porosity']?.['description']).toContain(porosity.provenance.hashes['result']);
  });
});
