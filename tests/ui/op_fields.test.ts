import { expect, test } from 'vitest';
import {
  checkOptions,
  describeOperations,
  type OptionDescription,
} from '../../src/operations/index.js';
import { draftOf, valueOf } from '../../ui/elements/op_fields.js';

const all = describeOperations();

function option(operation: string, name: string): OptionDescription {
  const found = all
    .filter((each) => each.name === operation)
    .flatMap(({ options }) => options)
    .find((each) => each.name === name);
  if (found === undefined) throw new Error(`${operation} has no ${name}`);
  return found;
}

test('every default comes back from the fields as it was', () => {
  for (const { name, of, options } of all)
    for (const each of options) {
      const value = valueOf(each, draftOf(each, undefined));
      const where = `${name}.${each.name}`;
      if (each.default === null || Math.abs(Number(each.default)) === Infinity)
        expect(value ?? (each.type === 'flag' ? value : null), where).toBeNull();
      else expect(value, where).toEqual(each.default);
      if (each.optional)
        expect(
          checkOptions(name, of[0]!, { [each.name]: value })[each.name],
          where,
        ).toBeUndefined();
    }
});

test.each([
  [
    'select',
    'wanted',
    { volume: { min: 5 }, sphericity: { max: 0.6 } },
    'volume: 5 …; sphericity: … 0.6',
  ],
  ['select', 'wanted', [3, 5, 8], '3 5 8'],
  ['toPhases', 'phases', { pore: 0, solid: 1 }, 'pore: 0; solid: 1'],
  ['interfaces', 'active', { pore: ['z0', 'z1'] }, 'pore: z0 z1'],
  ['rescale', 'from', [0.5, 2], '0.5 2'],
  ['phase', 'names', ['pore', 'binder'], 'pore, binder'],
  ['measure', 'columns', 'all', 'all'],
])('%s.%s is written and read as people do', (operation, name, value, text) => {
  const each = option(operation, name);
  expect(draftOf(each, value)['v']).toBe(text);
  expect(valueOf(each, { v: text })).toEqual(value);
});

test('lists of numbers take spaces, semicolons, and commas before a space', () => {
  const each = option('rescale', 'from');
  for (const text of ['1.5 2', '1,5 2', '1.5; 2', '1.5, 2'])
    expect(valueOf(each, { v: text })).toEqual([1.5, 2]);
});

test('lengths in voxels, triples and handles', () => {
  expect(valueOf(option('gaussian', 'sigma'), { v: '2', unit: 'voxels' })).toEqual({ voxels: 2 });
  const size = option('median', 'size');
  expect(valueOf(size, { x: '3', y: '', z: '' })).toBe(3);
  expect(valueOf(size, { x: '3', y: '5', z: '7' })).toEqual([3, 5, 7]);
  expect(valueOf(size, { x: '3', y: 'a', z: '' })).toEqual([3, 'a', null]);
  expect(valueOf(option('otsu', 'within'), { of: 's2' })).toEqual({ ref: 's2' });
  expect(valueOf(option('add', 'other'), { of: '', v: '3,5' })).toBe(3.5);
  expect(valueOf(option('crop', 'origin'), { x: '1', y: '2', z: '3' })).toEqual([1, 2, 3]);
  expect(valueOf(option('reaching', 'faces'), { z0: 'true', x0: '' })).toEqual(['z0']);
});
