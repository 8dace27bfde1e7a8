import { expect, it } from 'vitest';
import { bufferSource } from '../../src/io/byte_source.js';
import { Hdf5File } from '../../src/io/hdf5/hdf5_file.js';
import { setLibraryUrl } from '../../src/io/hdf5/library_url.js';
import { openSource } from '../../src/io/open.js';
import { failure, readAll } from './helpers.js';
import { hdf5File, ramp } from './hdf5_fixture.js';

it('without h5wasm, the error says how it is installed, and it can be tried again', async () => {
  const file = await hdf5File((root) => {
    root.create_dataset({ name: 'a', data: ramp(6), shape: [2, 3] });
  });
  setLibraryUrl('file:///there/is/no/h5wasm.js');
  const error = await failure(openSource(file));
  expect(error.code).toBe('unsupported-format');
  expect(error.message).toMatch(/npm install h5wasm/);
  // An address that is right.
  const installed = '../../node_modules/h5wasm/dist/esm/hdf5_hl.js';
  setLibraryUrl(new URL(installed, import.meta.url).href);
  expect([...(await readAll(file)).values]).toEqual([0, 1, 2, 3, 4, 5]);
  setLibraryUrl(undefined);
});

it('where the library stopped in the middle of its work, it is not used again', async () => {
  const file = await hdf5File((root) => {
    root.create_dataset({ name: 'a', data: ramp(6), shape: [2, 3] });
  });
  const opened = await Hdf5File.open(bufferSource(await file.arrayBuffer(), 'a.h5'), undefined);
  const stopped = opened.do(() => {
    throw new WebAssembly.RuntimeError('unreachable');
  });
  expect((await failure(stopped)).code).toBe('corrupt-file');
  const next = await failure(openSource(file));
  expect(next.code).toBe('worker-failed');
  expect(next.message).toMatch(/damaged file a\.h5\. Open a new lab/);
  opened.close();
});
