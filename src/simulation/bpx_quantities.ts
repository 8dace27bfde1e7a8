// Measured values in SI units, checked, each with its interval and in words how it was found.
import { convertLength } from '../io/units.js';
import { VoxmetryError, invalidArgument } from '../recipe/errors.js';
import { CONDUCTIVITY, EFFICIENCY, POROSITY, RADIUS, SURFACE, THICKNESS } from './bpx_keys.js';
import type {
  BpxElectrode,
  BpxElectrodeTransport,
  BpxFraction,
  BpxInterface,
  BpxProvenance,
  BpxSurface,
  BpxThickness,
  BpxTransport,
} from './bpx_measured.js';

/** A measured value in SI units. */
export interface Quantity {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** How it was found, in words. */
  readonly words: string;
  /** Further numbers that belong to it, by name. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Keys of {@link quantitiesOf} that BPX does not have. */
export const ACTIVE = 'Active material volume fraction';
export const DIAMETER = 'Particle diameter D50 [m]';

const OP = 'toBpx';

/** The values of a part of the cell, by BPX's keys, {@link ACTIVE} and {@link DIAMETER}. */
export function quantitiesOf(
  domain: string,
  measured: BpxElectrode,
): ReadonlyMap<string, Quantity> {
  const found = new Map<string, Quantity>();
  const at = (name: string): string => `${domain}.${name}`;
  const put = <T>(key: string, given: T | undefined, made: (given: T) => Quantity): void => {
    if (given !== undefined) found.set(key, made(given));
  };
  const { axis = 'z' } = measured;
  if (!['x', 'y', 'z'].includes(axis)) throw invalidArgument(OP, at('axis'), axis, "'x', 'y', 'z'");
  put(THICKNESS, measured.thickness, (layer) => thickness(at('thickness'), layer, axis));
  put(POROSITY, measured.porosity, (given) => fraction(at('porosity'), given, 'pores'));
  put(EFFICIENCY, measured.transport, (given) => {
    if (!('separator' in given)) return efficiency(at('transport'), given, axis);
    if (domain === 'separator')
      throw invalidArgument(OP, at('transport'), 'that of an electrode', 'tortuosity({ axis })');
    return electrodeEfficiency(at('transport'), given, axis);
  });
  put(CONDUCTIVITY, measured.conductivity, (given) =>
    conductivity(at('conductivity'), given, axis),
  );
  put(SURFACE, measured.surface, (given) => surface(at('surface'), given));
  put(ACTIVE, measured.active ?? activeOf(measured.surface), (given) =>
    fraction(at('active'), given, 'active material'),
  );
  const [active, area] = [found.get(ACTIVE), found.get(SURFACE)];
  if (active !== undefined && area !== undefined)
    found.set(RADIUS, radius(at('active'), active, area));
  put(DIAMETER, measured.sizes, ({ volume: { d50 }, unit, diameter, provenance }) => {
    const name = at('sizes.volume.d50');
    // An end of infinity says that the sample does not bound it.
    const interval = d50.interval?.every(Number.isFinite) === true ? d50.interval : null;
    return {
      value: metres(name, positive(name, d50.value), unit),
      interval: interval && both(interval, (end) => metres(name, end, unit)),
      words: `${diameter}, median by volume${recipe(provenance)}`,
    };
  });
  return found;
}

function fraction(
  name: string,
  { value, interval, provenance }: BpxFraction,
  of: string,
): Quantity {
  for (const part of [value, ...(interval ?? [])])
    if (!(part >= 0 && part <= 1)) throw invalidArgument(OP, name, part, 'a fraction from 0 to 1');
  return {
    value,
    interval: interval ?? null,
    words: `fraction of ${of}, voxel counts${recipe(provenance)}`,
  };
}

function efficiency(name: string, given: BpxTransport, axis: string): Quantity {
  if (given.macMullin === null)
    throw invalidArgument(OP, name, 'of phases with coefficients', 'the tortuosity of a mask');
  const { interval = null } = given;
  for (const end of interval ?? [])
    if (!(end >= 0 && end <= 1)) throw invalidArgument(OP, name, end, 'an efficiency from 0 to 1');
  return { ...solved(given), value: efficiencyAlong(name, given, axis), interval };
}

/** An efficiency: {@link along} the axis, and at most 1. */
function efficiencyAlong(
  name: string,
  given: Pick<BpxTransport, 'relative' | 'axis'>,
  axis: string,
): number {
  const value = along(name, given, axis);
  if (value > 1) throw invalidArgument(OP, name, value, 'an efficiency of at most 1');
  return value;
}

function electrodeEfficiency(name: string, given: BpxElectrodeTransport, axis: string): Quantity {
  const { separator, sides, convention, tortuosityFactor, provenance } = given;
  return {
    value: efficiencyAlong(name, given, axis),
    interval: null,
    words: `along ${axis} from the separator at the ${separator} end, sides ${sides}; ${convention}; connectivity 6${recipe(provenance)}`,
    more: { 'Electrode tortuosity factor': tortuosityFactor },
  };
}

function conductivity(name: string, given: BpxTransport, axis: string): Quantity {
  if (given.macMullin !== null)
    throw invalidArgument(
      OP,
      name,
      'the tortuosity of a mask, which has no conductivity',
      'phases.conductivity({ axis, coefficients }) with coefficients in S/m',
    );
  return { ...solved(given), value: along(name, given, axis), interval: null };
}

/** What transport gives along the axis through the layer; an error where nothing gets through. */
function along(
  name: string,
  { relative, axis }: Pick<BpxTransport, 'relative' | 'axis'>,
  wanted: string,
): number {
  if (axis !== wanted)
    throw invalidArgument(OP, `${name}.axis`, axis, `'${wanted}', the axis through the layer`);
  if (relative === 0)
    throw new VoxmetryError(
      'invalid-argument',
      `${OP}: nothing gets through along ${axis} (${name}.relative is 0). A cell model cannot run ` +
        'with that: leave it out, or measure a larger or better resolved volume.',
      { op: OP, details: { parameter: `${name}.relative`, allowed: 'a number above 0' } },
    );
  return positive(`${name}.relative`, relative);
}

function solved({ axis, sides, convention, fluxSpread, provenance }: BpxTransport) {
  const words = `along ${axis}, sides ${sides}; ${convention}; connectivity 6${recipe(provenance)}`;
  return { words, more: { 'Spread of currents': fluxSpread } };
}

function surface(name: string, given: BpxSurface | BpxInterface): Quantity {
  const open = 'interfaces' in given ? interfaceOf(name, given) : given;
  if (open.border === 'closed')
    throw invalidArgument(OP, `${name}.border`, 'closed', "'open': the border is no surface");
  const { perVolume, unit, estimator, sampling, provenance } = open;
  const perMetre = (value: number): number => {
    // A length of one metre has as many units as 1/unit has 1/m.
    const converted = convertLength(value, 'm', unit);
    if (converted === undefined) throw noUnit(name, unit);
    return converted;
  };
  const between = 'interfaces' in given ? given.between.join(' and ') : null;
  const of = between === null ? 'surface of the active material' : `interface of ${between}`;
  const interval = sampling?.interval ?? null;
  return {
    value: perMetre(positive(`${name}.perVolume`, perVolume)),
    interval: interval && both(interval, perMetre),
    words: `${of}, estimator ${estimator}, border open${recipe(provenance)}`,
  };
}

function interfaceOf(name: string, { interfaces, between }: BpxInterface): BpxSurface {
  const known = Object.keys(interfaces.phases);
  for (const phase of between)
    if (!known.includes(phase))
      throw invalidArgument(
        OP,
        `${name}.between`,
        phase,
        known.map((one) => `'${one}'`).join(', '),
      );
  const pair = interfaces.pairs.find(({ phases }) => between.every((one) => phases.includes(one)));
  if (pair === undefined || between[0] === between[1])
    throw invalidArgument(OP, `${name}.between`, between.join(', '), 'two different phases');
  const { perVolume, sampling } = pair;
  const { unit, estimator, provenance } = interfaces;
  return { perVolume, sampling, unit, estimator, ...(provenance && { provenance }) };
}

/** The fraction that interfaces give along with areas. */
function activeOf(given: BpxElectrode['surface']): BpxFraction | undefined {
  if (given === undefined || !('interfaces' in given)) return undefined;
  const { phases, provenance } = given.interfaces;
  const { fraction: value } = phases[given.between[0]]!;
  return { value, ...(provenance && { provenance }) };
}

/**
 * The radius that a cell model needs: that of equal balls which have the measured fraction and the
 * measured surface. Models take the fraction to be a R / 3.
 */
function radius(name: string, active: Quantity, area: Quantity): Quantity {
  const of = (part: number, per: number): number => (3 * part) / per;
  const ends =
    active.interval && area.interval && area.interval[0] > 0
      ? ([
          of(active.interval[0], area.interval[1]),
          of(active.interval[1], area.interval[0]),
        ] as const)
      : null;
  return {
    value: of(positive(name, active.value), area.value),
    interval: ends,
    words: '3 times the active fraction over its surface; bounds from the ends of both intervals',
  };
}

function thickness(name: string, layer: BpxThickness, wanted: string): Quantity {
  const { mean, unit, axis = wanted, std, provenance } = layer;
  if (axis !== wanted)
    throw invalidArgument(OP, `${name}.axis`, axis, `'${wanted}', the axis through the layer`);
  if (mean === null) throw invalidArgument(OP, name, null, 'that of a layer which is there');
  return {
    value: metres(name, positive(name, mean), unit),
    interval: null,
    words: `mean thickness across ${axis}${recipe(provenance)}`,
    ...(typeof std === 'number' && { more: { 'Standard deviation': metres(name, std, unit) } }),
  };
}

function metres(name: string, value: number, unit: string): number {
  const length = convertLength(value, unit, 'm');
  if (length === undefined) throw noUnit(name, unit);
  return length;
}

function noUnit(name: string, unit: string): VoxmetryError {
  return new VoxmetryError(
    'invalid-argument',
    `${OP}: ${name} is in '${unit}', which is no length. Open the scan with its voxel size: ` +
      "lab.open(file, { spacing: [0.4, 0.4, 0.4], unit: 'µm' }).",
    { op: OP, details: { parameter: `${name}.unit`, allowed: 'a unit of length' } },
  );
}

function positive(name: string, value: number): number {
  if (!(Number.isFinite(value) && value > 0))
    throw invalidArgument(OP, name, value, 'a finite number above 0');
  return value;
}

function both(
  [lo, hi]: readonly [number, number],
  convert: (end: number) => number,
): readonly [number, number] {
  return [convert(lo), convert(hi)];
}

function recipe(provenance: BpxProvenance | undefined): string {
  const hash = Object.values(provenance?.hashes ?? {})[0];
  return hash === undefined ? '' : `; recipe ${hash}`;
}
