import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gpu, type Kernel } from '../../src/gpu/index.js';
import * as transforms from '../../src/kernels/modular_transforms.js';
import { rank3 } from '../../src/kernels/rank3.js';
import { windowSelect } from '../../src/kernels/window_select.js';

const modules = import.meta.glob<Record<string, unknown>>('../../src/kernels/*.ts', {
  eager: true,
});
// Kernels that are written when they are first asked for.
const written = [
  ...[0, 5, 13, 26].map((rank) => rank3(rank)),
  windowSelect([0, 0, 0, 0, 1], 2),
  windowSelect([0, 1, 2, 3, 4], 9),
  ...[48, 1024].flatMap((length) => Object.values(transforms).map((of): Kernel => of(length))),
].map((kernel: Kernel) => ({ file: 'written', name: kernel.name, kernel }));
const kernels = Object.entries(modules)
  .flatMap(([file, exports]) =>
    Object.values(exports)
      .flat()
      .filter(
        (value): value is Kernel => typeof value === 'object' && value !== null && 'wgsl' in value,
      )
      .map((kernel) => ({ file, name: kernel.name, kernel })),
  )
  .concat(written);

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

const ACCESS = {
  read: 'storage, read',
  write: 'storage, read_write',
  read_write: 'storage, read_write',
};

/** What WGSL declares, read from its text. */
function declared(kernel: Kernel): {
  bindings: Map<string, { binding: number; space: string }>;
  params: [string, string][];
  overrides: string[];
  workgroup: string;
} {
  const code = kernel.wgsl.replaceAll(/\/\/.*$/gm, '');
  const bindings = new Map(
    [...code.matchAll(/@group\(0\)\s*@binding\((\d+)\)\s*var<([^>]+)>\s*(\w+)/g)].map((m) => [
      m[3]!,
      { binding: Number(m[1]), space: m[2]!.replaceAll(/\s*,\s*/g, ', ') },
    ]),
  );
  const struct = /struct Params\s*\{([^}]*)\}/.exec(code)?.[1] ?? '';
  const params = [...struct.matchAll(/(\w+)\s*:\s*([\w<>]+)\s*,?/g)].map((m): [string, string] => [
    m[1]!,
    m[2]!,
  ]);
  const overrides = [...code.matchAll(/override\s+(\w+)\s*:\s*\w+\s*;/g)].map((m) => m[1]!);
  const workgroup = /@workgroup_size\(([^)]*)\)/.exec(code)?.[1] ?? '';
  return { bindings, params, overrides, workgroup };
}

describe('every kernel', () => {
  test('is found', () => {
    expect(kernels.length).toBeGreaterThan(3);
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length);
  });

  test.each(kernels)('$name: its descriptor says what its WGSL says', ({ kernel }) => {
    const wgsl = declared(kernel);
    const buffers = Object.entries(kernel.buffers);
    buffers.forEach(([name, access], binding) => {
      expect(wgsl.bindings.get(name), name).toEqual({ binding, space: ACCESS[access] });
    });
    const fields = Object.entries(kernel.params);
    expect(wgsl.bindings.size).toBe(buffers.length + (fields.length > 0 ? 1 : 0));
    if (fields.length > 0) {
      expect(wgsl.bindings.get('params')).toEqual({ binding: buffers.length, space: 'uniform' });
      expect(wgsl.params).toEqual(fields);
    }
    expect([...wgsl.overrides].sort()).toEqual([...kernel.constants].sort());
    const sizes = wgsl.workgroup.split(',').map((text) => text.trim());
    sizes.forEach((text, i) => {
      if (/^\d+u?$/.test(text)) expect(Number.parseInt(text, 10)).toBe(kernel.workgroup[i]);
    });
    expect(kernel.workgroup.reduce((a, b) => a * b)).toBeLessThanOrEqual(256);
  });

  test.each(kernels)('$name: compiles without a message', async ({ kernel }) => {
    const module = gpu.device.createShaderModule({ code: kernel.linked.code });
    const info = await module.getCompilationInfo();
    expect(info.messages.map(({ message, lineNum }) => `${String(lineNum)}: ${message}`)).toEqual(
      [],
    );
  });

  test.each(kernels)('$name: uses only what every browser takes', ({ kernel }) => {
    const code = kernel.linked.code.replaceAll(/\/\/.*$/gm, '');
    expect(code).not.toMatch(/ptr<\s*(storage|workgroup)/);
    if (!kernel.name.endsWith('subgroups')) expect(code).not.toMatch(/enable\s+subgroups/);
  });
});
