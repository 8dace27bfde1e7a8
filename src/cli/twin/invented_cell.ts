/**
 * A cell of BPX 1.1 for the synthetic cathode: all that no scan shows is invented, of the orders of
 * graphite and a layered oxide. What is measured takes its place in the positive electrode.
 */
export function inventedCell(): object {
  const porous = { 'Thickness [m]': 7e-5, Porosity: 0.35, 'Transport efficiency': 0.2 };
  return {
    Header: { BPX: '1.1.1', Model: 'DFN' },
    Parameterisation: {
      Cell: {
        'Electrode area [m2]': 0.01,
        'Number of electrode pairs connected in parallel to make a cell': 1,
        'Lower voltage cut-off [V]': 3,
        'Upper voltage cut-off [V]': 4.2,
        'Nominal cell capacity [A.h]': 0.4,
      },
      Electrolyte: {
        'Cation transference number': 0.3,
        'Diffusivity [m2.s-1]': 3e-10,
        'Conductivity [S.m-1]': 1,
      },
      'Negative electrode': {
        ...porous,
        'Conductivity [S.m-1]': 100,
        'Minimum stoichiometry': 0.02,
        'Maximum stoichiometry': 0.85,
        'Maximum concentration [mol.m-3]': 30_000,
        'Particle radius [m]': 5e-6,
        'Surface area per unit volume [m-1]': 360_000,
        'Diffusivity [m2.s-1]': 4e-14,
        'Reaction rate constant [mol.m-2.s-1]': 1e-5,
        'OCP [V]': '0.1 + 0.6 * exp(-30 * x)',
      },
      Separator: { 'Thickness [m]': 1.5e-5, Porosity: 0.45, 'Transport efficiency': 0.3 },
      'Positive electrode': {
        ...porous,
        'Conductivity [S.m-1]': 1,
        'Minimum stoichiometry': 0.3,
        'Maximum stoichiometry': 0.95,
        'Maximum concentration [mol.m-3]': 50_000,
        'Particle radius [m]': 2e-6,
        'Surface area per unit volume [m-1]': 900_000,
        'Diffusivity [m2.s-1]': 4e-15,
        'Reaction rate constant [mol.m-2.s-1]': 3e-6,
        'OCP [V]': '4.4 - 0.9 * x',
      },
    },
  };
}
