import type { Gpu } from './gpu.js';

/** 16 KiB, which every device has. */
const USUAL = 4096;

/**
 * SwiftShader's compiler writes one store after the other to zero a workgroup's memory: 512 words
 * take it 0.1 s, 4096 take 1.1 s, whatever else a kernel does.
 */
const SWIFTSHADER = 512;

/**
 * Words of workgroup memory to be taken at most for what a kernel could hold more or less of, a
 * power of two. What else it holds has room beside them.
 */
export function workgroupWords(gpu: Pick<Gpu, 'adapter' | 'device'>): number {
  const { architecture, device, description } = gpu.adapter;
  if (/swiftshader/i.test(`${architecture} ${device} ${description}`)) return SWIFTSHADER;
  return gpu.device.limits.maxComputeWorkgroupStorageSize > 4 * USUAL ? USUAL : USUAL / 2;
}
