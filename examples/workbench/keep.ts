// What is saved as files: tables, masks and objects, meshes, pictures, the study.
import type { Axis, Mask, SliceLayer } from 'voxmetry';
import type { Layer } from './layers.js';
import type { Workbench } from './state.js';
import { fill, words } from './words.js';

/** Pixels along the longer side of a picture, at least. */
const PICTURE = 1200;

/** Something that can be saved now. */
export interface Saving {
  readonly title: string;
  readonly file: string;
  readonly make: () => Promise<Blob>;
}

/** What can be saved of what there is. */
export function savings(
  bench: Workbench,
  layers: readonly Layer[],
  slices: readonly SliceLayer[],
): readonly Saving[] {
  const said = words.value;
  const base = nameOf(bench);
  const table = bench.table.value?.table;
  const grid = (name: Layer['name']): Layer['grid'] | undefined =>
    layers.find((layer) => layer.name === name)?.grid;
  const mask = grid('mask');
  const labels = grid('labels');
  const all: Saving[] = [];
  if (table !== undefined)
    all.push(
      {
        ...{ title: said.saveCsv, file: `${base}.csv` },
        make: async () => new Blob([...table.csvParts()], { type: 'text/csv' }),
      },
      {
        ...{ title: said.saveParquet, file: `${base}.parquet` },
        make: async () => new Blob([await table.toParquet()]),
      },
    );
  if (mask !== undefined)
    all.push({
      ...{ title: said.saveMask, file: `${base}-mask.tif` },
      make: () => tiff(mask),
    });
  if (labels !== undefined)
    all.push({
      ...{ title: said.saveLabels, file: `${base}-objects.tif` },
      make: () => tiff(labels),
    });
  if (mask?.meta.kind === 'mask')
    all.push({
      ...{ title: said.saveMesh, file: `${base}.stl` },
      make: async () => new Blob([await (await (mask as Mask).mesh()).toBytes('stl')]),
    });
  if (slices.length > 0)
    all.push({
      ...{ title: said.savePicture, file: `${base}.png` },
      make: () => pictureOf(bench, slices),
    });
  all.push({
    ...{ title: said.saveNotebook, file: `${base}.notebook.html` },
    make: async () => {
      const { studyNotebook } = await import('voxmetry/report');
      return new Blob([studyNotebook(bench.session, base)], { type: 'text/html' });
    },
  });
  all.push({
    ...{ title: said.saveStudy, file: `${base}.study.json` },
    make: async () =>
      new Blob([JSON.stringify(bench.session.export(), null, 1)], { type: 'application/json' }),
  });
  return all;
}

/** Makes a file and gives it to the browser to save. */
export async function save(bench: Workbench, { file, make }: Saving): Promise<void> {
  bench.tell(fill(words.value.saving, { name: file }));
  try {
    const address = URL.createObjectURL(await make());
    const link = document.createElement('a');
    link.href = address;
    link.download = file;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(address);
    }, 60_000);
    bench.tell(fill(words.value.saved, { name: file }));
  } catch (error) {
    bench.say(error);
  }
}

function nameOf(bench: Workbench): string {
  const name = bench.source.value?.name ?? 'study';
  return name.replace(/\.(\w{2,7})$/, '').replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
}

async function tiff(grid: Layer['grid']): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const target = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (part) => {
      parts.push(part.slice());
    },
  });
  await grid.save(target, { format: 'tiff', compression: 'deflate' });
  return new Blob(parts, { type: 'image/tiff' });
}

/** The view of the large slice. */
function largeView(bench: Workbench): HTMLElementTagNameMap['vox-slice-view'] | null {
  return document.querySelector(`vox-slice-view[axis=${bench.large.value}]`);
}

/** What the picture of the large slice is called. */
export function titleOfPicture(bench: Workbench): string {
  const { value: axis } = bench.large;
  const index = largeView(bench)?.shownIndex;
  const plane = { x: 'YZ', y: 'XZ', z: 'XY' }[axis];
  return `${bench.source.value?.name ?? ''}, ${plane}${index === undefined ? '' : ` ${String(index)}`}`;
}

/** The large slice as it is shown, whole, with its scale bar. */
export async function pictureOf(bench: Workbench, layers: readonly SliceLayer[]): Promise<Blob> {
  const axis: Axis = bench.large.value;
  const element = largeView(bench);
  const grid = layers[0]!.grid;
  const [across, down] = axis === 'z' ? [0, 1] : axis === 'y' ? [0, 2] : [1, 2];
  const extent = [across, down].map((i) => grid.size[i]! * grid.spacing[i]!);
  const scale = PICTURE / Math.max(...extent);
  const [width, height] = extent.map((length) => Math.max(1, Math.round(length * scale)));
  const window = bench.window.value;
  const shown = layers.map((layer, i): SliceLayer =>
    i === 0 && window !== null ? { ...layer, window } : layer,
  );
  const view = bench.lab.value!.view(null, {
    ...{ layers: shown, axis },
    ...(element?.shownIndex === undefined ? {} : { index: element.shownIndex }),
  });
  try {
    const { data, ...size } = await view.picture({
      width: width!,
      height: height!,
      scaleBar: true,
    });
    const canvas = new OffscreenCanvas(size.width, size.height);
    canvas.getContext('2d')!.putImageData(new ImageData(data, size.width), 0, 0);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    view.dispose();
  }
}
