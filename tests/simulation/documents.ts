/** Plain JSON that tests change. */
export type Json = Record<string, unknown>;

/** The part of a file that these keys lead to. */
export function partOf(document: Json, ...path: readonly string[]): Json {
  return path.reduce((part, key) => part[key] as Json, document);
}

const particle = (): Json => ({
  'Minimum stoichiometry': 0.1,
  'Maximum stoichiometry': 0.9,
  'Maximum concentration [mol.m-3]': 50_000,
  'Particle radius [m]': 5e-6,
  'Surface area per unit volume [m-1]': 360_000,
  'Diffusivity [m2.s-1]': 4e-15,
  'OCP [V]': '4.2 - 0.5 * x',
  'Reaction rate constant [mol.m-2.s-1]': 1e-10,
});

/** A file of BPX 1.1 of invented values, with all that no scan shows. */
export function withoutScan(model: string): Json {
  const porous = { Porosity: 0.35, 'Transport efficiency': 0.2 };
  const layer = { 'Thickness [m]': 7e-5, ...(model !== 'SPM' && porous) };
  const conductivity = model !== 'SPM' && { 'Conductivity [S.m-1]': 0.2 };
  const Parameterisation = {
    Cell: {
      'Electrode area [m2]': 0.01,
      'Number of electrode pairs connected in parallel to make a cell': 1,
      'Lower voltage cut-off [V]': 2.7,
      'Upper voltage cut-off [V]': 4.2,
      'Nominal cell capacity [A.h]': 5,
    },
    'Negative electrode': { ...layer, ...conductivity, ...particle(), 'OCP [V]': '0.1 * exp(-x)' },
    'Positive electrode': { ...layer, ...conductivity, ...particle() },
    ...(model !== 'SPM' && {
      Electrolyte: {
        'Cation transference number': 0.3,
        'Diffusivity [m2.s-1]': 3e-10,
        'Conductivity [S.m-1]': 1,
      },
      Separator: { 'Thickness [m]': 1.5e-5, ...porous },
    }),
  };
  const State = {
    'Initial conditions': { 'Initial state-of-charge': 0.5 },
    'Thermal environment': { 'Ambient temperature [K]': 298.15 },
  };
  return { Header: { BPX: '1.1.1', Model: model }, Parameterisation, State };
}
