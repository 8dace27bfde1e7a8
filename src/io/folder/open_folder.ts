import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { FileFacts, GridSource, OpenOptions } from '../../recipe/source.js';
import { factsOf, openImage } from '../choose_image.js';
import type { FileContents, FoundFile } from '../contents.js';
import { inspectFile, openFile } from '../open_file.js';
import { isNpz, readNpz } from '../npz_reader.js';
import { readSlices } from '../slices/slices_reader.js';
import type { Folder } from './folder.js';
import type { FolderItem } from './folder_items.js';
import { folderItems } from './folder_items.js';

const LISTED = 8;

/**
 * Opens what a folder holds: a stack of slices, or a file with those that belong to it. Where there
 * is more than one, `dataset` names it; of a file with several grids, followed by `/` and the
 * grid's own path.
 */
export async function openFolder(folder: Folder, options: OpenOptions): Promise<GridSource> {
  if (isNpz(folder)) return openImage(await readNpz(folder, options.signal), folder.name, options);
  const items = itemsOf(folder);
  const { item, inner } = chosen(items, folder, options.dataset);
  const within = { ...options, dataset: inner };
  if (item.kind === 'file') {
    return openFile(await fileOf(folder, item.path, options.signal), within);
  }
  const contents = await contentsOf(folder, item, options);
  return openImage(contents, item.path === '' ? folder.name : item.path, within);
}

/** Lists what a folder holds: every stack, and every grid of every file. */
export async function inspectFolder(folder: Folder, options: OpenOptions): Promise<FileFacts> {
  if (isNpz(folder)) return factsOf(await readNpz(folder, options.signal), folder.name);
  const items = itemsOf(folder);
  const images: FileFacts['images'][number][] = [];
  for (const item of items) {
    const facts = await inspectItem(folder, item, options);
    for (const image of facts.images) {
      const path =
        image.path === '' || image.path === item.path
          ? item.path
          : [item.path, image.path].filter((part) => part !== '').join('/');
      images.push({ ...image, path });
    }
  }
  return { name: folder.name, format: 'folder', images };
}

async function inspectItem(
  folder: Folder,
  item: FolderItem,
  options: OpenOptions,
): Promise<FileFacts> {
  const { signal } = options;
  if (item.kind === 'file') return inspectFile(await fileOf(folder, item.path, signal), { signal });
  return factsOf(await contentsOf(folder, item, { signal }), item.path);
}

async function contentsOf(
  folder: Folder,
  item: Exclude<FolderItem, { kind: 'file' }>,
  options: OpenOptions,
): Promise<FileContents> {
  if (item.kind === 'series') return readSlices(folder, item.series, options);
  const { readZarr } = await import('../zarr/zarr_reader.js');
  return readZarr(folder, item.root);
}

function itemsOf(folder: Folder): FolderItem[] {
  const items = folderItems(folder);
  if (items.length > 0) return items;
  throw new VoxmetryError(
    'unsupported-format',
    `${folder.name} holds no file that is read (${folder.paths.length} files). Slices are TIFF, PNG, BMP ` +
      'or JPEG; volumes are TIFF, NRRD, MetaImage, NIfTI, VTK, MRC, npy or raw.',
  );
}

function chosen(
  items: readonly FolderItem[],
  folder: Folder,
  dataset: string | undefined,
): { item: FolderItem; inner: string | undefined } {
  const [first] = items;
  if (dataset === undefined && items.length === 1) return { item: first!, inner: undefined };
  for (const item of items) {
    if (item.path === dataset) return { item, inner: undefined };
    if (dataset?.startsWith(`${item.path}/`) === true)
      return { item, inner: dataset.slice(item.path.length + 1) };
  }
  if (items.length === 1 && dataset !== undefined) return { item: first!, inner: dataset };
  const names = items.map((item) =>
    item.kind === 'series'
      ? `'${item.path}' (${item.series.files.length} slices)`
      : `'${item.path}'`,
  );
  const more = names.length - LISTED;
  throw invalidArgument(
    'open',
    'dataset',
    dataset,
    `one of what ${folder.name} holds: ${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  );
}

async function fileOf(
  folder: Folder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<FoundFile> {
  const bytes = await folder.open(path);
  if (bytes === undefined) {
    throw new VoxmetryError(
      'corrupt-file',
      `${path} is gone since it was chosen. Choose it again.`,
    );
  }
  return { bytes, path, beside: folder, signal };
}
