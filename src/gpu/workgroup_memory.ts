import type { Gpu } from './gpu.js';

/** What every device has: 16 KiB. */
const EVERYWHERE = 4096;

/**
 * SwiftShader's compiler writes one store after the other to zero a workgroup's memory: 512 words
 * take it 0.1 s, 4096 take 1.1 s, whatever else a kernel does.
 */
const SWIFTSHADER = 512;

/** Words of workgroup memory to be taken at most by a kernel that can do with fewer. */
export function workgroupWords({ adapter }: Pick<Gpu, 'adapter'>): number {
  const { architecture, device, description } = adapter;
  const isSwiftShader = /swiftshader/i.test(`${architecture} ${device} ${description}`);
  return isSwiftShader ? SWIFTSHADER : EVERYWHERE;
}
