import { describe, expect, it } from 'vitest';
import { opLists } from '../../scripts/op-lists.mjs';

describe('lists of ops', () => {
  const blur = "export const blur = declareOp({\n  name: 'blur',\n});\n";
  const onGpu = 'export const blurOnGpu = implement(\n  blur,\n);\n';

  it('hold what the files of a folder declare and implement, whatever the order of the files', () => {
    const files = {
      'blur.ts': blur,
      'blur.gpu.ts': onGpu,
      'deep/sum.ts': "export const sum = declareOp({\n  ...shared,\n  name: 'sum',\n});\n",
      'deep/sum.gpu.ts': 'export const sumOnHost = implementOnHost(sum, () => 1);\n',
      'weights.ts': 'export const WEIGHTS = [1, 2, 1];\n',
    };
    const lists = opLists('filters', files);
    expect(lists).toEqual(
      opLists('filters', Object.fromEntries(Object.entries(files).toReversed())),
    );
    expect(lists.ops).toContain("import { sum } from './deep/sum.js';");
    expect(lists.ops).toMatch(/FILTERS: [^=]+= \[\n {2}eraseOp\(blur\),\n {2}eraseOp\(sum\),\n\]/);
    expect(lists.implementations).toContain("import { blurOnGpu } from './blur.gpu.js';");
    expect(lists.implementations).toMatch(
      /FILTERS_ON_GPU[^=]+= \[\n {2}blurOnGpu,\n {2}sumOnHost,/,
    );
  });

  it('refuse what they would miss, and say what to write', () => {
    const lists =
      (declared: string, implemented = onGpu) =>
      (): unknown =>
        opLists('filters', { 'blur.ts': declared, 'blur.gpu.ts': implemented });
    expect(lists(blur)).not.toThrow();
    expect(lists(blur, '')).toThrow('no .gpu.ts says how blur is computed');
    expect(lists(blur.replace('export const', 'const'))).toThrow('export const name = declareOp(');
    expect(lists(blur.replace("'blur'", "'smooth'"))).toThrow("the op blur is named 'smooth'");
    expect(lists(blur, onGpu.replace('export ', ''))).toThrow('implement(name, …');
  });
});
