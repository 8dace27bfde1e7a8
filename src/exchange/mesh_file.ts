import type { MeshData } from '../recipe/mesh_data.js';

/** Formats that a mesh is written in. */
export const MESH_FORMATS = ['stl', 'ply', 'glb', 'vtp'] as const;

/** A format that a mesh is written in. */
export type MeshFormat = (typeof MESH_FORMATS)[number];

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
