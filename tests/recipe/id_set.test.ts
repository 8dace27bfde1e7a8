import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet } from '../../src/recipe/view/id_set.js';

const ids = fc.array(fc.nat(5000), { maxLength: 40 });

test('does what a Set does', () => {
  fc.assert(
    fc.property(ids, ids, ids, (first, more, less) => {
      const twin = new Set([...first, ...more]);
      for (const id of less) twin.delete(id);
      const set = IdSet.of(first).with(more).without(less);
      expect([...set]).toEqual([...twin].sort((a, b) => a - b));
      expect(set.size).toBe(twin.size);
      for (const id of [...first, ...more, ...less, 31, 32, 70_000])
        expect(set.has(id)).toBe(twin.has(id));
    }),
  );
});

test('a set stays as it is', () => {
  const set = IdSet.of([1, 33]);
  set.with([2]);
  set.without([1]);
  expect([...set]).toEqual([1, 33]);
  expect(IdSet.of(set)).toBe(set);
});
