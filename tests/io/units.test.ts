import { describe, expect, it } from 'vitest';
import { canonicalUnit, convertLength, LENGTH_UNITS, unitFactor } from '../../src/io/units.js';

describe('units', () => {
  it.each([
    ['micron', 'µm'],
    ['um', 'µm'],
    ['\\u00B5m', 'µm'],
    ['\u03bcm', 'µm'],
    [' Micrometers ', 'µm'],
    ['pixel', 'px'],
    ['voxels', 'px'],
    ['', 'px'],
    ['\u212b', 'Å'],
    ['angstrom', 'Å'],
    ['NM', 'nm'],
    ['m', 'm'],
    ['furlong', 'furlong'],
  ])('%s is %s', (text, name) => {
    expect(canonicalUnit(text)).toBe(name);
  });

  it('converts lengths by exact powers of ten', () => {
    expect(unitFactor('µm', 'nm')).toBe(1000);
    expect(unitFactor('nm', 'mm')).toBe(1e-6);
    expect(convertLength(398, 'nm', 'µm')).toBe(0.398);
    expect(convertLength(2.5, 'Å', 'pm')).toBe(250);
    for (const unit of LENGTH_UNITS) expect(unitFactor(unit, unit)).toBe(1);
  });

  it('converts px into nothing but itself', () => {
    expect(unitFactor('px', 'µm')).toBeUndefined();
    expect(unitFactor('µm', 'px')).toBeUndefined();
    expect(unitFactor('px', 'pixel')).toBe(1);
    expect(convertLength(1, 'furlong', 'm')).toBeUndefined();
  });
});
