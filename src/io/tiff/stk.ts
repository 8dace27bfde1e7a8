import type { StackFacts } from './calibration.js';
import type { Directory } from './directory.js';
import { first } from './fields.js';
import { TAG, UIC2_NUMBERS } from './tags.js';

/**
 * A MetaMorph stack has one directory for all its planes, which follow each other in the file; the
 * count of UIC2Tag is their number.
 */
export function stkFacts(page: Directory): StackFacts {
  const numbers = page.get(TAG.uic2) ?? [];
  const planes = numbers.length / UIC2_NUMBERS;
  const warnings: string[] = [];
  let distances = 0;
  for (let i = 0; i < planes; i++) if (numbers[i * UIC2_NUMBERS] !== 0) distances++;
  if (planes > 1 && distances === 0) {
    warnings.push(
      'The MetaMorph stack states no distances of its planes: they may be times, and are taken as slices.',
    );
  }
  const wavelengths = wavelengthsOf(page, planes);
  if (wavelengths > 1) {
    return {
      refusal: `it holds planes of ${wavelengths} wavelengths; save one as a stack`,
      warnings,
    };
  }
  return {
    axes: { z: planes },
    warnings,
    scaleWarnings: [
      "MetaMorph's calibration is not read: lengths are in voxels (px). " +
        "State the voxel's size: { spacing: [x, y, z], unit: 'µm' }.",
    ],
  };
}

function wavelengthsOf(page: Directory, planes: number): number {
  if (first(page, TAG.uic3) === undefined) return 1;
  const values = page.get(TAG.uic3) ?? [];
  const seen = new Set<number>();
  for (let i = 0; i < planes && 2 * i + 1 < values.length; i++) {
    seen.add(values[2 * i]! / (values[2 * i + 1]! || 1));
  }
  return seen.size;
}
