import type { MeshData } from '../recipe/mesh_data.js';

/** A format that a mesh is written in. */
export type MeshFormat = 'stl' | 'ply' | 'glb' | 'vtp';

/** Formats that a mesh is written in. */
export const MESH_FORMATS: readonly MeshFormat[] = ['stl', 'ply', 'glb', 'vtp'];

/** A mesh as a file. The writer of a format is loaded when it is first used. */
export async function meshFile(
  mesh: MeshData,
  format: MeshFormat,
): Promise<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'stl':
      return (await import('./stl.js')).writeStl(mesh);
    case 'ply':
      return (await import('./ply.js')).writePly(mesh);
    case 'glb':
      return (await import('./glb.js')).writeGlb(mesh);
    case 'vtp':
      return (await import('./vtp.js')).writeVtp(mesh);
  }
}
