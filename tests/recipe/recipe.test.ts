import { describe, expect, test } from 'vitest';
import { hashNode } from '../../src/recipe/hash.js';
import {
  decodeValue,
  encodeValue,
  fromRecipeJson,
  toRecipeJson,
  topologicalOrder,
} from '../../src/recipe/json.js';
import {
  declareOp,
  eraseOp,
  input,
  makeNode,
  optionalInput,
  type AnyOp,
  type Node,
} from '../../src/recipe/op.js';
import { length, number, oneOf } from '../../src/recipe/params.js';
import { sourceNode, sourceOp } from '../../src/recipe/source_op.js';
import { voxels } from '../../src/recipe/length.js';
import type { GridMeta } from '../../src/recipe/meta.js';

const META: GridMeta = {
  kind: 'volume',
  storage: 'u8',
  size: [8, 8, 8],
  spacing: [1, 1, 2],
  unit: 'µm',
  origin: [0, 0, 0],
};
const blur = declareOp({
  name: 'blur',
  kind: 'map',
  inputs: { volume: input('volume'), with: optionalInput('volume') },
  params: {
    sigma: length({ default: 1 }),
    mode: oneOf(['a', 'b'], 'a'),
    gain: number({ default: 1, infinite: true }),
  },
  result: ({ volume }) => volume,
});
const OPS = new Map<string, AnyOp>([
  ['blur', eraseOp(blur)],
  ['source', eraseOp(sourceOp)],
]);
const source = (id = 's1'): Node => sourceNode(id, 'scan', META);

describe('a recipe', () => {
  test('has equal hashes for equal content, whatever the order of parameters', () => {
    const a = makeNode(blur, { volume: source() }, { sigma: 2, mode: 'b' });
    const b = makeNode(blur, { volume: source() }, { mode: 'b', sigma: 2 });
    expect(hashNode(a)).toBe(hashNode(b));
    expect(hashNode(a)).toMatch(/^[0-9a-f]{32}$/);
  });

  test('has different hashes for different parameters, units of length, sources and ops', () => {
    const hashes = [
      makeNode(blur, { volume: source() }, { sigma: 2 }),
      makeNode(blur, { volume: source() }, { sigma: voxels(2) }),
      makeNode(blur, { volume: source('s2') }, { sigma: 2 }),
      makeNode(blur, { volume: source() }, { gain: -0 }),
      makeNode(blur, { volume: source() }, { gain: 0 }),
      source(),
    ].map(hashNode);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('survives JSON, with shared nodes written once', () => {
    const shared = makeNode(blur, { volume: source() }, { gain: Infinity });
    const top = makeNode(blur, { volume: shared, with: shared }, { gain: -0 });
    const json = toRecipeJson({ result: top });
    expect(json.steps).toHaveLength(3);
    const back = fromRecipeJson(JSON.parse(JSON.stringify(json)) as typeof json, OPS)['result']!;
    expect(hashNode(back)).toBe(hashNode(top));
    expect(Object.is(back.params['gain'], -0)).toBe(true);
  });

  test('of 20,000 steps needs no recursion', () => {
    let node = source();
    for (let i = 0; i < 20_000; i++)
      node = makeNode(blur, { volume: node }, { sigma: 1 + i / 20_000 });
    expect(topologicalOrder([node])).toHaveLength(20_001);
    expect(hashNode(node)).toMatch(/^[0-9a-f]{32}$/);
    expect(fromRecipeJson(toRecipeJson({ result: node }), OPS)['result']).toBeDefined();
  });

  test('is refused with a reason when it is of another version or broken', () => {
    const json = toRecipeJson({ result: makeNode(blur, { volume: source() }) });
    expect(() => fromRecipeJson({ ...json, voxmetryRecipe: 99 }, OPS)).toThrow(/version 99/);
    expect(() => fromRecipeJson(json, new Map())).toThrow(/'source' is unknown/);
    const [first, second] = json.steps;
    expect(() => fromRecipeJson({ ...json, steps: [second!, first!] }, OPS)).toThrow(
      /does not come before/,
    );
    expect(() =>
      fromRecipeJson({ ...json, steps: [first!, { ...second!, version: 7 }] }, OPS),
    ).toThrow(/version 7/);
  });

  test('keeps strings that look like encoded numbers', () => {
    for (const value of [
      NaN,
      -0,
      Infinity,
      -Infinity,
      'NaN',
      '-0',
      '\\NaN',
      'x',
      null,
      [1, { a: NaN }],
    ])
      expect(decodeValue(JSON.parse(JSON.stringify(encodeValue(value))) as never)).toEqual(value);
  });
});

describe('arguments', () => {
  test('are refused with op, parameter, value and what is allowed', () => {
    const volume = source();
    expect(() => makeNode(blur, { volume }, { sigma: -1 })).toThrow(
      "blur: sigma is -1; allowed: a length > 0 in the volume's unit, or voxels(n).",
    );
    expect(() => makeNode(blur, { volume }, { mode: 'c' })).toThrow(
      "blur: mode is 'c'; allowed: 'a', 'b'.",
    );
    expect(() => makeNode(blur, { volume }, { sigma: { voxels: NaN } })).toThrow(/sigma/);
    expect(() => makeNode(blur, { volume }, { blurriness: 1 })).toThrow(
      /no such parameter; known are sigma, mode, gain/,
    );
    expect(() => makeNode(blur, {} as never)).toThrow(/volume is undefined; allowed: a volume/);
  });

  test('of unequal grids are refused with the remedy', () => {
    const other = sourceNode('s2', 'b', { ...META, size: [8, 8, 9] });
    expect(() => makeNode(blur, { volume: source(), with: other })).toThrow(/crop or resample/);
    const apart = sourceNode('s2', 'b', { ...META, spacing: [1, 1, 1] });
    expect(() => makeNode(blur, { volume: source(), with: apart })).toThrow(
      /spacing of volume, 1×1×2/,
    );
  });
});
