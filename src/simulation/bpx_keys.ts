// What keys the sections of a BPX file have, by version 1.1 of its schema.

/** What a key holds: a number, a whole number, a text, or a number, function of x or table. */
export type BpxKind = 'number' | 'integer' | 'text' | 'curve';

/** The keys of a section; those that must be there, and those that may. */
export interface BpxKeys {
  readonly required: Readonly<Record<string, BpxKind>>;
  readonly optional: Readonly<Record<string, BpxKind>>;
}

/** Keys by which measured values are written, as BPX spells them. */
export const THICKNESS = 'Thickness [m]';
export const POROSITY = 'Porosity';
export const EFFICIENCY = 'Transport efficiency';
export const CONDUCTIVITY = 'Conductivity [S.m-1]';
export const RADIUS = 'Particle radius [m]';
export const SURFACE = 'Surface area per unit volume [m-1]';

export const CELL: BpxKeys = {
  required: {
    'Electrode area [m2]': 'number',
    'Number of electrode pairs connected in parallel to make a cell': 'integer',
    'Lower voltage cut-off [V]': 'number',
    'Upper voltage cut-off [V]': 'number',
    'Nominal cell capacity [A.h]': 'number',
  },
  optional: {
    'External surface area [m2]': 'number',
    'Volume [m3]': 'number',
    'Reference temperature [K]': 'number',
    'Density [kg.m-3]': 'number',
    'Specific heat capacity [J.K-1.kg-1]': 'number',
  },
};

export const ELECTROLYTE: BpxKeys = {
  required: {
    'Cation transference number': 'number',
    'Diffusivity [m2.s-1]': 'curve',
    [CONDUCTIVITY]: 'curve',
  },
  optional: {
    'Diffusivity activation energy [J.mol-1]': 'number',
    'Conductivity activation energy [J.mol-1]': 'number',
  },
};

/** Of an electrode in a single-particle model, and of blends. */
export const LAYER: BpxKeys = { required: { [THICKNESS]: 'number' }, optional: {} };

/** Of separators. */
export const CONTACT: BpxKeys = {
  required: { ...LAYER.required, [POROSITY]: 'number', [EFFICIENCY]: 'number' },
  optional: {},
};

/** Of an electrode in a porous-electrode model, besides its particles. */
export const ELECTRODE: BpxKeys = {
  required: { ...CONTACT.required, [CONDUCTIVITY]: 'number' },
  optional: {},
};

export const PARTICLE: BpxKeys = {
  required: {
    'Minimum stoichiometry': 'number',
    'Maximum stoichiometry': 'number',
    'Maximum concentration [mol.m-3]': 'number',
    [RADIUS]: 'number',
    [SURFACE]: 'number',
    'Diffusivity [m2.s-1]': 'curve',
    'OCP [V]': 'curve',
    'Reaction rate constant [mol.m-2.s-1]': 'number',
  },
  optional: {
    'Diffusivity activation energy [J.mol-1]': 'number',
    'OCP (delithiation) [V]': 'curve',
    'OCP (lithiation) [V]': 'curve',
    'OCP hysteresis decay constant': 'number',
    'Entropic change coefficient [V.K-1]': 'curve',
    'Reaction rate constant activation energy [J.mol-1]': 'number',
  },
};

export const HEADER: BpxKeys = {
  required: { BPX: 'text', Model: 'text' },
  optional: { Title: 'text', Description: 'text', References: 'text' },
};

/** The electrodes, as BPX calls them. */
export const ELECTRODES = ['Negative electrode', 'Positive electrode'] as const;
export const SEPARATOR = 'Separator';
export const USER_DEFINED = 'User-defined';

/** Keys of both sets of keys together. */
export function bothKeys(a: BpxKeys, b: BpxKeys): BpxKeys {
  return {
    required: { ...a.required, ...b.required },
    optional: { ...a.optional, ...b.optional },
  };
}
