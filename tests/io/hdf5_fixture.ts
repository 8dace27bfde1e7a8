import * as h5wasm from 'h5wasm';

export type Hdf5Group = Pick<h5wasm.Group, 'create_group' | 'create_dataset' | 'create_attribute'> &
  Pick<h5wasm.Group, 'create_soft_link' | 'get'>;

let files = 0;

/** An HDF5 file that is written by h5wasm itself. */
export async function hdf5File(fill: (root: Hdf5Group) => void, name = 'a.h5'): Promise<File> {
  const { FS } = await h5wasm.ready;
  const path = `fixture-${files++}.h5`;
  // Headers of the first versions have no checksums, so that tests can change them.
  const file = new h5wasm.File(path, 'w', { libver: ['earliest', 'latest'] });
  fill(file);
  file.close();
  const bytes = FS.readFile(path).slice();
  FS.unlink(path);
  return new File([bytes], name);
}

/** 0, 1, 2, … */
export function ramp(count: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, i) => i);
}
