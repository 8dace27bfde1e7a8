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
  const all = await itemsOf(folder, options.signal);
  // A file that is named is opened, whatever set it belongs to.
  const { dataset, signal } = options;
  const items = dataset === undefined ? await oneOfEachSet(folder, all, signal) : all;
  const { item, inner } = chosen(items, folder, dataset);
  const within = { ...options, dataset: inner };
  if (item.kind === 'file') {
    return openFile(await fileOf(folder, item.path, signal), within);
  }
  const contents = await contentsOf(folder, item, options);
  // The name of a store is that of the image at its root, which may have labels beside it.
  const isRoot = dataset === item.path && contents.images.some(({ path }) => path === '');
  const name = item.path !== '' && item.kind !== 'dicom' ? item.path : folder.name;
  return openImage(contents, name, isRoot ? { ...within, dataset: '' } : within);
}

/** Lists what a folder holds: every stack, and every grid of every file. */
export async function inspectFolder(folder: Folder, options: OpenOptions): Promise<FileFacts> {
  if (isNpz(folder)) return factsOf(await readNpz(folder, options.signal), folder.name);
  const all = await itemsOf(folder, options.signal);
  const items = await oneOfEachSet(folder, all, options.signal);
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
  return factsOf(
    await contentsOf(folder, item, { signal }),
    item.kind === 'dicom' ? folder.name : item.path,
  );
}

async function contentsOf(
  folder: Folder,
  item: Exclude<FolderItem, { kind: 'file' }>,
  options: OpenOptions,
): Promise<FileContents> {
  if (item.kind === 'series') return readSlices(folder, item.series, options);
  if (item.kind === 'dicom') {
    const { readDicomFiles } = await import('../dicom/dicom_reader.js');
    return readDicomFiles(folder, item.paths, options);
  }
  const { readZarr } = await import('../zarr/zarr_reader.js');
  return readZarr(folder, item.root);
}

async function itemsOf(folder: Folder, signal: AbortSignal | undefined): Promise<FolderItem[]> {
  const items: FolderItem[] = [];
  for (const item of await folderItems(folder, signal))
    items.push(...((await setInSeries(folder, item, signal)) ?? [item]));
  if (items.length > 0) return items;
  throw new VoxmetryError(
    'unsupported-format',
    `${folder.name} holds no file that is read (${folder.paths.length} files). Slices are TIFF, PNG, BMP ` +
      'or JPEG; volumes are TIFF, DICOM, TXM, NRRD, MetaImage, NIfTI, VTK, MRC, npy or raw.',
  );
}

const TIFF = /\.tiff?$/i;

/**
 * The files of a series of TIFF that are an OME set, whose metadata say where each belongs:
 * undefined where its first file does not name others of it.
 */
async function setInSeries(
  folder: Folder,
  item: FolderItem,
  signal: AbortSignal | undefined,
): Promise<FolderItem[] | undefined> {
  if (item.kind !== 'series') return undefined;
  const paths = item.series.files.map(({ path }) => path);
  const [first] = paths;
  if (first === undefined || !TIFF.test(first)) return undefined;
  const members = await membersOf(folder, first, signal);
  if (!paths.some((path) => path !== first && members.includes(path))) return undefined;
  return paths.map((path) => ({ kind: 'file', path }));
}

/** Paths of the files that are one OME set with a file. */
async function membersOf(
  folder: Folder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { omeMembers } = await import('../tiff/ome_set.js');
  const file = await fileOf(folder, path, signal);
  try {
    return await omeMembers(file);
  } finally {
    file.bytes.close();
  }
}

/** Of OME files that name each other, one: a companion file where there is one. */
async function oneOfEachSet(
  folder: Folder,
  items: readonly FolderItem[],
  signal: AbortSignal | undefined,
): Promise<readonly FolderItem[]> {
  const isCompanion = (path: string): boolean => /\.ome$/i.test(path);
  const files = items
    .map(({ kind, path }) =>
      kind === 'file' && (isCompanion(path) || TIFF.test(path)) ? path : '',
    )
    .filter((path) => path !== '')
    .sort((a, b) => Number(isCompanion(b)) - Number(isCompanion(a)));
  if (files.length < 2) return items;
  const members = new Set<string>();
  for (const path of files) {
    if (members.has(path)) continue;
    for (const member of await membersOf(folder, path, signal))
      if (member !== path) members.add(member);
  }
  return items.filter(({ path }) => !members.has(path));
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
  const names = items.map((item) => {
    if (item.kind === 'series') return `'${item.path}' (${item.series.files.length} slices)`;
    return item.kind === 'dicom' ? `'${item.path}' (${item.paths.length} files)` : `'${item.path}'`;
  });
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
