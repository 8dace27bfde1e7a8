import { expect, test } from 'vitest';
import { CELL } from '../../src/cell/ops.js';
import { FILTERS } from '../../src/filters/ops.js';
import { LEARN } from '../../src/learn/ops.js';
import { OPS } from '../../src/engine/registry.js';
import { REGISTRATION } from '../../src/registration/ops.js';
import { SEGMENTATION } from '../../src/segmentation/ops.js';
import { STATS } from '../../src/stats/ops.js';
import { STRUCTURE } from '../../src/structure/ops.js';
import { TRANSPORT } from '../../src/transport/ops.js';

// A recipe knows ops by their names: of two of one name, the later would take the other's place.
test('no two ops have one name, and the registry has every family', () => {
  const families = [FILTERS, SEGMENTATION, STATS, STRUCTURE, TRANSPORT, CELL, LEARN, REGISTRATION];
  const names = families.flatMap((ops) => ops.map(({ name }) => name));
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  expect(twice).toEqual([]);
  expect([...OPS.keys()].filter((name) => !names.includes(name))).toEqual(['source']);
});
