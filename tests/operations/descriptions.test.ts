import { describe, expect, test } from 'vitest';
import { describeOperations, recipeSchema } from '../../src/operations/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import { SHEET_METHODS } from '../../src/operations/sheet_methods.js';

describe('descriptions of operations', () => {
  const all = describeOperations();

  test('are plain data, of every operation', () => {
    expect(all.length).toBe(OPERATIONS.length + SHEET_METHODS.length);
    expect(JSON.parse(JSON.stringify(all))).toEqual(
      all.map((each) => JSON.parse(JSON.stringify(each)) as unknown),
    );
  });

  test('hold what a form needs', () => {
    const separate = all.find(({ name }) => name === 'separate');
    expect(separate).toMatchObject({ label: 'Separate', of: ['mask'], gives: { grid: 'labels' } });
    expect(separate?.options.find(({ name }) => name === 'minContrast')).toMatchObject({
      label: 'Min contrast',
      type: 'length',
      unit: 'length',
      optional: true,
      default: { voxels: 0.5 },
    });
    const watershed = all.find(({ name }) => name === 'watershed');
    expect(watershed?.options[0]).toMatchObject({
      name: 'markers',
      type: 'handle',
      kinds: ['labels'],
      optional: false,
    });
    for (const { name, options, positional } of all) {
      expect(options.length, name).toBeGreaterThanOrEqual(positional);
      for (const option of options) {
        expect(option.doc, `${name}.${option.name}`).not.toBe('');
        expect(option.allowed, `${name}.${option.name}`).not.toBe('');
      }
    }
  });

  test('state defaults that their own schema allows', () => {
    for (const { name, options } of all)
      for (const { name: option, schema, default: fallback } of options)
        if (schema?.['enum'] !== undefined && fallback !== null)
          expect(schema['enum'], `${name}.${option}`).toContain(fallback);
  });
});

test('the schema of recipes names every op and its parameters', () => {
  const schema = JSON.parse(JSON.stringify(recipeSchema())) as {
    properties: { steps: { items: { anyOf: { properties: { op: { const: string } } }[] } } };
  };
  const ops = schema.properties.steps.items.anyOf.map(({ properties }) => properties.op.const);
  expect(ops).toContain('source');
  expect(ops).toContain('gaussian');
  expect(new Set(ops).size).toBe(ops.length);
});
