import { describe, expect, it } from 'vitest';
import { shipped, webgpuNames } from '../../scripts/declarations.mjs';

describe('declarations as they are shipped', () => {
  it('name no argument of arrays, which old compilers do not know', () => {
    expect(
      shipped('data: Uint8Array<ArrayBuffer>; any: Float64Array<ArrayBufferLike>;', './'),
    ).toBe('data: ReturnType<Uint8ArrayConstructor["from"]>; any: Float64Array;');
  });

  it('say what they need of lib and of WebGPU, and leave comments as they are', () => {
    const text = '/** Of a GPUTexture, Uint8Array<ArrayBuffer>. */\n[Symbol.dispose](): GPUDevice;';
    expect(shipped(text, '../')).toBe(
      `/// <reference lib="esnext.disposable" />\n/// <reference path="../webgpu.d.ts" />\n${text}`,
    );
    expect(shipped('/** As a GPUDevice, Symbol.dispose. */', './')).not.toContain('reference');
  });

  it('bring the types of signals along, and write unions of texts out', () => {
    expect(shipped("import { type Signal } from '@preact/signals-core';", '../../')).toBe(
      'import { type Signal } from "../../signals.js";',
    );
    expect(shipped('p?: GPUPowerPreference;', './')).toContain(
      "p?: ('low-power' | 'high-performance');",
    );
  });

  it('list the interfaces of WebGPU once each, without those of comments', () => {
    const names = webgpuNames(['a: GPUDevice; b: GPUBuffer; // GPUTexture', 'c: GPUDevice;']);
    expect(names.match(/interface \w+/g)).toEqual(['interface GPUBuffer', 'interface GPUDevice']);
  });
});
