// What the metrics of records are, in words, and the terms of ontologies that mean the same.

/** What a metric is. */
export interface Definition {
  readonly text: string;
  /** The address of a term of EMMO or of its domain of electrochemistry, as BattINFO uses it. */
  readonly term?: string;
}

const EMMO = 'https://w3id.org/emmo#EMMO_';
const ELECTRO = 'https://w3id.org/emmo/domain/electrochemistry#electrochemistry_';

const size = (part: string, by: string, term?: string): Definition => ({
  text: `Diameter of the sphere of an object's volume that ${part} of the objects, counted by ${by}, do not exceed.`,
  ...(term === undefined ? {} : { term: ELECTRO + term }),
});

/** Definitions by operation and quantity, without the axis that a quantity ends with. */
const DEFINITIONS: Readonly<Record<string, Definition>> = {
  'fraction fraction': {
    text: 'Voxels of the phase over all voxels that are counted.',
    term: `${EMMO}a8eb87b5_4d10_4137_a75c_e04ee59ca095`,
  },
  'porosity total': {
    text: 'Voxels of pores over all voxels of the volume.',
    term: `${EMMO}3a6578ac_aee0_43b9_9bc6_1eb208c8c9a9`,
  },
  'porosity open': { text: 'Voxels of pores that reach a face of the volume over all voxels.' },
  'porosity through': {
    text: 'Voxels of pores that reach two opposite faces of the volume over all voxels.',
  },
  'porosity closed': { text: 'Voxels of pores that reach no face of the volume over all voxels.' },
  'surfaceArea perVolume': {
    text: 'Area of the surface of the phase over the volume of the whole, phase or not.',
  },
  'surfaceArea area': {
    text: 'Area of the surface of the phase.',
    term: `${ELECTRO}05cf26ef_782a_4f66_a196_7004dd973f8e`,
  },
  'surfaceArea perPhaseVolume': {
    text: 'Area of the surface of the phase over the volume of the phase.',
    term: `${ELECTRO}a5571263_f153_448f_84a3_cd18092cf8fa`,
  },
  'tortuosity tortuosity': {
    text: 'Square root of the tortuosity factor.',
    term: `${EMMO}c413d96f_c57b_4c70_9ac1_312db6c009a8`,
  },
  'tortuosity tortuosityFactor': {
    text: 'Fraction of the phase over its relative conductivity, by steady diffusion along an axis.',
  },
  'electrodeTortuosity tortuosityFactor': {
    text: 'Fraction of the pores over the relative conductivity from the separator to their surface, for an even flux through it.',
  },
  'permeability permeability': {
    text: 'Absolute permeability of the pores along an axis, of slow flow.',
  },
  'sizeDistribution D10 byVolume': size('10 %', 'volume', 'b83c6435_6edf_470e_9725_538a853e08f7'),
  'sizeDistribution D50 byVolume': size('50 %', 'volume', '3cfdfc10_a5cb_4e3e_b1a1_281010d1465c'),
  'sizeDistribution D90 byVolume': size('90 %', 'volume', '8e943e12_ecc0_4093_899e_7226be6be7f2'),
  'sizeDistribution D10 byNumber': size('10 %', 'number'),
  'sizeDistribution D50 byNumber': size('50 %', 'number'),
  'sizeDistribution D90 byNumber': size('90 %', 'number'),
  'layer mean': {
    text: 'Mean thickness of a layer over its area.',
    term: `${EMMO}43003c86_9d15_433b_9789_ee2940920656`,
  },
  'thickness mean': {
    text: 'Mean over the voxels of the phase of the diameter of the largest sphere that lies in the phase and holds the voxel.',
  },
  'separation mean': {
    text: 'Mean over the voxels outside of the phase of the diameter of the largest sphere that lies outside and holds the voxel.',
  },
  'eulerNumber eulerNumber': { text: 'Objects minus tunnels plus cavities.' },
};

/** What a metric is: our words, or else the operation's name, and the term where there is one. */
export function definitionOf(operation: string, quantity: string): Definition {
  const plain = quantity.replace(/ [xyz]$/, '');
  return (
    DEFINITIONS[`${operation} ${plain}`] ?? {
      text: `'${quantity}' as the operation '${operation}' gives it.`,
    }
  );
}
