import { expect, test } from 'vitest';
import { dischargeBand, simulateDischarge, toBpx } from '../../src/simulation/index.js';
import { bpxFunction } from '../../src/simulation/bpx_function.js';
import { cellParameters } from '../../src/simulation/cell_parameters.js';
import { Particle } from '../../src/simulation/particle.js';
import { FARADAY, Salt } from '../../src/simulation/salt.js';
import { partOf, withoutScan, type Json } from './documents.js';

const P = 'Parameterisation';

/** A cell whose electrodes hold some 0.27 A h, of good conduction unless it is changed. */
function cellFile(change: (document: Json) => void = () => undefined): Json {
  const document = withoutScan('DFN');
  for (const name of ['Negative electrode', 'Positive electrode'])
    Object.assign(partOf(document, P, name), {
      'Maximum concentration [mol.m-3]': 30_000,
      'Reaction rate constant [mol.m-2.s-1]': 1e-5,
      'Diffusivity [m2.s-1]': 4e-14,
    });
  Object.assign(partOf(document, P, 'Cell'), {
    'Nominal cell capacity [A.h]': 0.27,
    'Lower voltage cut-off [V]': 3,
  });
  Object.assign(partOf(document, P, 'Negative electrode'), {
    'OCP [V]': '0.1 + 0.5 * exp(-30 * x)',
  });
  Object.assign(partOf(document, P, 'Positive electrode'), { 'OCP [V]': '4.3 - 0.8 * x' });
  change(document);
  return document;
}

test('numbers, expressions by the precedence of Python, and tables', () => {
  const values: [unknown, number, number][] = [
    [2.5, 1, 2.5],
    ['-x ** 2', 3, -9],
    ['2 ** 3 ** x', 2, 512],
    ['8 / 4 / 2 - 1 - x', 1, -1],
    ['2 * (x + 1) ** -1', 1, 1],
    ['1.5e1 * exp(-x) + tanh(0)', 0, 15],
    ['pow(x, 2) + max(x, 3)', 2, 7],
    [{ x: [0, 1, 3], y: [0, 2, 0] }, 2, 1],
    [{ x: [0, 1], y: [5, 6] }, 9, 6],
  ];
  for (const [value, at, wanted] of values)
    expect(bpxFunction(value, 'f')(at)).toBeCloseTo(wanted, 12);
  expect(() => bpxFunction('foo(x)', 'f')).toThrow(/foo\(\).*exp/);
});

test('a particle loses what flows, and settles into a parabola', () => {
  const { negative } = cellParameters(cellFile());
  const particle = new Particle(negative, 0.9);
  const flux = 1e-6;
  const seconds = 4000;
  for (let t = 0; t < seconds; t += 10) particle.step(10, flux);
  const { radius, greatestConcentration } = negative;
  const lost = (3 * flux * seconds) / radius / greatestConcentration;
  expect(0.9 - particle.mean).toBeCloseTo(lost, 12);
  // Steady: the surface lies j R / (5 D) below the mean.
  const below = (flux * radius) / (5 * 4e-14) / greatestConcentration;
  expect((particle.mean - particle.surface) / below).toBeCloseTo(1, 2);
});

test('salt is kept, and settles into the profile of a constant current', () => {
  const cell = cellParameters(cellFile());
  const salt = new Salt(cell);
  const current = 5;
  for (let k = 0; k < 4000; k += 1) salt.step(5, current);
  const layers = [cell.negative, cell.separator, cell.positive];
  const held = salt.means().reduce((sum, { concentration }, k) => {
    const { thickness, porosity } = layers[k]!;
    return sum + concentration * thickness * porosity;
  }, 0);
  const rest = layers.reduce(
    (sum, { thickness, porosity }) => sum + 1000 * thickness * porosity,
    0,
  );
  expect(held / rest).toBeCloseTo(1, 9);
  // From end to end: (1 − t) i / (F D_eff) times L/2 of both electrodes and L of the separator.
  const { thickness: ln, efficiency } = cell.negative;
  const { thickness: ls } = cell.separator;
  const drop = ((0.7 * current) / (FARADAY * efficiency * 3e-10)) * (ln / 2 + ls + ln / 2);
  const [left, right] = salt.ends;
  // The outermost values lie half a cell inside.
  expect((left - right) / drop).toBeCloseTo(1, 2);
});

test('a slow discharge follows the open-circuit voltage', () => {
  const file = cellFile();
  const { voltage, capacity, delivered, endedBy } = simulateDischarge(file, { cRate: 0.001 });
  const { negative, positive, area } = cellParameters(file);
  const hold = ({ radius, surface, thickness, greatestConcentration }: typeof negative): number =>
    (((radius * surface) / 3) * thickness * greatestConcentration * FARADAY * area) / 3600;
  for (const i of [0, 100, 200, 300]) {
    const x = negative.greatestStoichiometry - capacity[i]! / hold(negative);
    const y = positive.leastStoichiometry + capacity[i]! / hold(positive);
    expect(voltage[i]).toBeCloseTo(positive.potential(y) - negative.potential(x), 2);
  }
  expect(endedBy).toBe('cut-off');
  expect(voltage.at(-1)).toBe(3);
  expect(delivered).toBeGreaterThan(0.2);
});

test('at the start all losses but those of diffusion are there, as formulas give them', () => {
  const file = cellFile();
  const { voltage, current } = simulateDischarge(file, { cRate: 0.5 });
  const i = current / 0.01;
  const kinetics = (x: number): number =>
    ((2 * 8.314462618 * 298.15) / FARADAY) *
    Math.asinh(i / (360_000 * 7e-5) / (2 * FARADAY * 1e-5 * Math.sqrt(x * (1 - x))));
  const ohmic = i * ((2 * 7e-5) / 3 / 0.2 + 1.5e-5 / 0.2 + (2 * 7e-5) / 3 / 0.2);
  const open = 4.3 - 0.8 * 0.1 - (0.1 + 0.5 * Math.exp(-27));
  expect(voltage[0]).toBeCloseTo(open - kinetics(0.9) - kinetics(0.1) - ohmic, 10);
});

test('steps of half the time change next to nothing', () => {
  const [coarse, fine] = [400, 800].map((steps) =>
    simulateDischarge(cellFile(), { cRate: 0.5, steps }),
  );
  expect(Math.abs(coarse!.delivered / fine!.delivered - 1)).toBeLessThan(2e-4);
  expect(Math.abs(coarse!.voltage[200]! - fine!.voltage[400]!)).toBeLessThan(2e-4);
  expect(coarse!.energy / fine!.energy).toBeCloseTo(1, 3);
});

test('slower particles, and pores that conduct less, give less', () => {
  const whole = simulateDischarge(cellFile(), { cRate: 0.5 });
  const slow = simulateDischarge(
    cellFile((d) =>
      Object.assign(partOf(d, P, 'Positive electrode'), { 'Diffusivity [m2.s-1]': 2e-15 }),
    ),
    { cRate: 0.5 },
  );
  const tight = simulateDischarge(
    cellFile((d) =>
      Object.assign(partOf(d, P, 'Negative electrode'), { 'Transport efficiency': 0.02 }),
    ),
    { cRate: 0.5 },
  );
  expect(slow.delivered).toBeLessThan(whole.delivered);
  expect(tight.voltage[100]).toBeLessThan(whole.voltage[100]!);
});

test('what ends it otherwise is said', () => {
  const starved = simulateDischarge(
    cellFile((d) => {
      Object.assign(partOf(d, P, 'Positive electrode'), { 'Transport efficiency': 0.002 });
      Object.assign(partOf(d, P, 'Cell'), { 'Lower voltage cut-off [V]': 0.1 });
    }),
    { cRate: 0.5 },
  );
  expect(starved.endedBy).toBe('electrolyte');
  const empty = simulateDischarge(
    cellFile((d) => {
      Object.assign(partOf(d, P, 'Cell'), { 'Lower voltage cut-off [V]': 0.1 });
      Object.assign(partOf(d, P, 'Negative electrode'), { 'OCP [V]': 0.1 });
    }),
  );
  expect(empty.endedBy).toBe('particles');
});

test('what the model does not hold for, or lacks, is an error', () => {
  expect(() => simulateDischarge(cellFile(), { cRate: 1 })).toThrow(/cRate.*0\.5/);
  expect(() => simulateDischarge(cellFile(), { cRate: NaN })).toThrow(/cRate/);
  expect(() => simulateDischarge(withoutScan('SPM'))).toThrow(/Electrolyte.*into/);
  expect(() => simulateDischarge({})).toThrow(/Header/);
  const nowhere = cellFile((d) =>
    Object.assign(partOf(d, P, 'Positive electrode'), { 'OCP [V]': '4 + log(x - 0.5)' }),
  );
  expect(() => simulateDischarge(nowhere)).toThrow(/no voltage at.*OCP/);
  const small = cellFile((d) =>
    Object.assign(partOf(d, P, 'Cell'), { 'Nominal cell capacity [A.h]': 0.01 }),
  );
  expect(() => simulateDischarge(small)).toThrow(/Nominal cell capacity/);
});

test('the band follows from the intervals of what was measured', () => {
  const measured = (half: number) =>
    toBpx(
      {
        positiveElectrode: {
          active: { value: 0.6, interval: [0.6 - half, 0.6 + half] },
          surface: { perVolume: 0.36, unit: 'µm', estimator: 'crofton13' },
          porosity: { value: 0.35, interval: [0.33, 0.37] },
        },
      },
      { into: cellFile() },
    ).document;
  const { deliveredInterval, delivered, varied, lower, upper, voltage } = dischargeBand(
    measured(0.03),
    { draws: 60 },
  );
  expect(varied).toEqual([
    'Positive electrode > Porosity',
    'Positive electrode > Active material volume fraction',
  ]);
  expect(deliveredInterval[0]).toBeLessThan(delivered);
  expect(deliveredInterval[1]).toBeGreaterThan(delivered);
  for (const i of [50, 150, 250]) {
    expect(lower[i]).toBeLessThan(voltage[i]!);
    expect(upper[i]).toBeGreaterThan(voltage[i]!);
  }
  const wider = dischargeBand(measured(0.06), { draws: 60 });
  expect(wider.upper[250]! - wider.lower[250]!).toBeGreaterThan(1.5 * (upper[250]! - lower[250]!));
  // The same draws again.
  expect(dischargeBand(measured(0.03), { draws: 60 }).deliveredInterval).toEqual(deliveredInterval);
  expect(() => dischargeBand(cellFile())).toThrow(/interval.*toBpx/);
});
