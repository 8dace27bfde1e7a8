import { describe, expect, test } from 'vitest';
import { isBpxExpression } from '../../src/simulation/bpx_expression.js';
import { checkBpx } from '../../src/simulation/index.js';
import { partOf, withoutScan, type Json } from './documents.js';

/** The file with one place changed. */
function changed(path: readonly string[], value: unknown, model = 'DFN'): Json {
  const document = withoutScan(model);
  const last = path.at(-1)!;
  const parent = partOf(document, ...path.slice(0, -1));
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return document;
}

const P = 'Parameterisation';
const N = 'Negative electrode';

test('files that are right have no problems', () => {
  for (const model of ['DFN', 'SPMe', 'Partial', 'SPM'])
    expect(checkBpx(withoutScan(model)), model).toEqual([]);
  const header = { Header: { BPX: '1.1', Model: 'Partial' } };
  expect(checkBpx({ ...header, [P]: {} })).toEqual([]);
});

// Each was also given to the Python package bpx 1.1.1, which refuses or takes the same.
describe('what BPX 1.1.1 refuses', () => {
  test.each<[string, readonly string[], unknown, string?]>([
    ['no version', ['Header', 'BPX'], undefined],
    ['a version that is none', ['Header', 'BPX'], 'one'],
    ['another model', ['Header', 'Model'], 'P2D'],
    ['a header with more', ['Header', 'Author'], 'A'],
    ['no separator in a full model', [P, 'Separator'], undefined],
    ['a missing key', [P, N, 'Porosity'], undefined],
    ['an unknown key', [P, N, 'Tortuosity'], 2],
    ['a text for a number', [P, N, 'Porosity'], 'much'],
    ['a function that is none', [P, N, 'OCP [V]'], '1 + '],
    ['a table of two lengths', [P, N, 'OCP [V]'], { x: [0, 1], y: [1] }],
    [
      'half a pair of electrodes',
      [P, 'Cell', 'Number of electrode pairs connected in parallel to make a cell'],
      1.5,
    ],
    [
      'an electrode of which only the scan is known',
      [P, N],
      { 'Thickness [m]': 1e-4, Porosity: 0.4 },
      'Partial',
    ],
    ['one electrode without a conductivity', [P, N, 'Conductivity [S.m-1]'], undefined, 'Partial'],
    ['two functions and no limits of voltage', [P, 'Cell'], undefined, 'Partial'],
    ['porosity in a single-particle model', [P, N, 'Porosity'], 0.3, 'SPM'],
    ['a separator in a single-particle model', [P, 'Separator'], {}, 'SPM'],
    ['a text of the user', [P, 'User-defined'], { estimator: 'crofton13 of faces' }],
    ['a list of the user', [P, 'User-defined'], { interval: [1, 2] }],
    ['lists in a member of the user', [P, 'User-defined'], { a: { lower: [1], upper: [2] } }],
    ['an empty member of the user', [P, 'User-defined'], { a: {} }],
    ['null of the user', [P, 'User-defined'], { a: null }],
    ['a flag of the user', [P, 'User-defined'], { a: true }],
    ['a state that is none', ['State', 'Initial voltage'], 3],
    [
      'hysteresis of materials that are not there',
      ['State', 'Initial conditions', 'Initial hysteresis state: Negative electrode'],
      { A: 1 },
    ],
    ['degradation by half', ['State', 'Degradation'], { LLI: 0.1 }],
    [
      'an experiment without a voltage',
      ['Validation'],
      { C: { 'Time [s]': [0], 'Current [A]': [1] } },
    ],
    ['another section', ['Notes'], {}],
  ])('%s', (_, path, value, model) => {
    expect(checkBpx(changed(path, value, model))).not.toEqual([]);
  });
});

describe('what BPX 1.1.1 takes', () => {
  test.each<[string, readonly string[], unknown, string?]>([
    [
      'members of the user, with descriptions',
      [P, 'User-defined'],
      { description: 'any', a: { description: 'text', b: 1 } },
    ],
    [
      'functions and tables of the user',
      [P, 'User-defined'],
      { f: 'exp(-x)', t: { x: [0, 1], y: [1, 2] } },
    ],
    ['no state', ['State'], undefined],
    [
      'a temperature that is null',
      ['State', 'Initial conditions', 'Initial temperature [K]'],
      null,
    ],
    ['no electrolyte in a partial file', [P, 'Electrolyte'], undefined, 'Partial'],
    ['a partial file of one electrode', [P, N], undefined, 'Partial'],
  ])('%s', (_, path, value, model) => {
    expect(checkBpx(changed(path, value, model))).toEqual([]);
  });
});

test('a blend has all keys of a particle for each material', () => {
  const document = withoutScan('DFN');
  const negative = partOf(document, P, N);
  const layer = ['Thickness [m]', 'Porosity', 'Transport efficiency', 'Conductivity [S.m-1]'];
  const of = (inLayer: boolean): Json =>
    Object.fromEntries(Object.entries(negative).filter(([key]) => layer.includes(key) === inLayer));
  const blend = { ...of(true), Particle: { A: of(false), B: of(false) } };
  partOf(document, P)[N] = blend;
  expect(checkBpx(document)).toEqual([]);
  const hysteresis = 'Initial hysteresis state: Negative electrode';
  partOf(document, 'State', 'Initial conditions')[hysteresis] = { A: 1 };
  const path = `State > Initial conditions > ${hysteresis} > B`;
  expect(checkBpx(document)).toEqual([{ path, message: 'is missing' }]);
});

test.each([
  ...['1', 'x', ' 2 * x**2 ', '-x', '--x', '1.5e-3*exp(-39.3631 * x)', 'tanh((x - 1) / 2)'],
  ...['2**-x', 'f(x, 1)', '2.', '1e3', '(x)'],
])('%j is a function of x', (text) => {
  expect(isBpxExpression(text)).toBe(true);
});

test.each([
  '',
  'x x',
  '1 +',
  '2 * * 3',
  'y',
  'xy',
  'exp',
  'exp()',
  '(x',
  'x)',
  '1,2',
  'a b',
  '2x',
  'µ',
])('%j is none', (text) => {
  expect(isBpxExpression(text)).toBe(false);
});
