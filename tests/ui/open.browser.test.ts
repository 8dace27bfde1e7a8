import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import { setLanguage, type OpenedDetail, type VoxOpen } from '../../ui/index.js';
import { openSession, parseStudy } from '../../ui/session/index.js';
import { expectAccessible } from './accessible.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());
afterEach(async () => {
  document.body.replaceChildren();
  await setLanguage('en');
});

async function tiff(name: string, fill = 7): Promise<File> {
  const data = new Uint8Array(4 * 3 * 2).fill(fill);
  const chunks: BlobPart[] = [];
  const facts = { size: [4, 3, 2], spacing: [0.5, 0.5, 1], unit: 'µm', dtype: 'u8' } as const;
  for await (const chunk of writeTiff(facts, [data])) chunks.push(chunk);
  return new File(chunks, name);
}

async function element(
  change: Partial<VoxOpen> = {},
): Promise<{ open: VoxOpen; opened: OpenedDetail[] }> {
  await setLanguage('en');
  const open = document.createElement('vox-open');
  Object.assign(open, { lab, ...change });
  document.body.append(open);
  const opened: OpenedDetail[] = [];
  open.addEventListener('vox-opened', (event) => opened.push(event.detail));
  await open.updateComplete;
  return { open, opened };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector
const find = <T extends HTMLElement>(open: VoxOpen, selector: string): T | null =>
  open.shadowRoot!.querySelector<T>(selector);

function pick(open: VoxOpen, ...files: readonly File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  const input = find<HTMLInputElement>(open, '#files')!;
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

async function submit(open: VoxOpen, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values))
    find<HTMLInputElement>(open, `[name=${name}]`)!.value = value;
  find<HTMLFormElement>(open, 'form')!.requestSubmit();
  await open.updateComplete;
}

const heading = (open: VoxOpen): string => find(open, 'h3')?.textContent ?? '';
const alert = (open: VoxOpen): string => find(open, '[role=alert]')?.textContent ?? '';

describe('vox-open', () => {
  test('opens a picked file that says all at once', async () => {
    const { open, opened } = await element();
    pick(open, await tiff('scan.tif'));
    await expect.poll(() => opened.length).toBe(1);
    const { volume, source } = opened[0]!;
    expect(volume.size).toEqual([4, 3, 2]);
    expect(source).toMatchObject({
      name: 'scan.tif',
      facts: { unit: 'µm', dtype: 'u8' },
      options: {},
    });
    expect(source.hash).toMatch(/^sha256:/);
  });

  test('opens a dropped file', async () => {
    const { open, opened } = await element();
    const transfer = new DataTransfer();
    transfer.items.add(await tiff('drop.tif'));
    const zone = find(open, '.zone')!;
    zone.dispatchEvent(new DragEvent('dragover', { cancelable: true, dataTransfer: transfer }));
    await open.updateComplete;
    expect(find(open, '.zone')!.classList.contains('over')).toBe(true);
    zone.dispatchEvent(new DragEvent('drop', { cancelable: true, dataTransfer: transfer }));
    await expect.poll(() => opened[0]?.source.name).toBe('drop.tif');
  });

  test('asks for the voxel size where the file has none; a decimal comma will do', async () => {
    const { open, opened } = await element();
    pick(open, new File([new Uint8Array(24)], 'scan_4x3x2_uint8.raw'));
    await expect.poll(() => heading(open)).toContain('states no voxel size');
    await expectAccessible(open);
    await submit(open, { spacingx: '0', spacingy: '1', spacingz: '1' });
    expect(alert(open)).toContain('more than 0');
    await submit(open, { spacingx: '0,5', spacingy: '', spacingz: '' });
    await expect.poll(() => opened.length).toBe(1);
    expect(opened[0]!.volume.spacing).toEqual([0.5, 0.5, 0.5]);
    expect(opened[0]!.volume.unit).toBe('µm');
    expect(opened[0]!.source.options).toEqual({ spacing: [0.5, 0.5, 0.5], unit: 'µm' });
  });

  test('asks for size and type of a raw file, with a guess', async () => {
    const { open, opened } = await element();
    const data = new Uint16Array(10 ** 3).map((_, i) => i);
    pick(open, new File([data], 'unnamed.raw'));
    await expect.poll(() => heading(open)).toContain('unnamed.raw');
    expect(find<HTMLInputElement>(open, '[name=sizex]')!.value).toBe('10');
    expect(find<HTMLSelectElement>(open, '[name=dtype]')!.value).toBe('u16');
    await expectAccessible(open);
    await submit(open, { sizex: '10', sizey: '10', sizez: '11' });
    await expect.poll(() => alert(open)).toContain('Likely fix: size [10, 10, 10]');
    await submit(open, { sizez: '10' });
    await expect.poll(() => heading(open)).toContain('states no voxel size');
    find(open, 'form .row button[type=button]')!.click();
    await expect.poll(() => opened.length).toBe(1);
    expect(opened[0]!.volume.unit).toBe('px');
    expect((await opened[0]!.volume.read()).data[123]).toBe(123);
  });

  test('a corrupt file says why, and nothing is opened', async () => {
    const { open, opened } = await element();
    const good = await tiff('scan.tif');
    pick(open, new File([good.slice(0, good.size - 20)], 'cut.tif'));
    await expect.poll(() => alert(open)).not.toBe('');
    expect(opened).toEqual([]);
    expect(find(open, '.zone')).not.toBeNull();
    await expectAccessible(open);
    pick(open, good);
    await expect.poll(() => opened.length).toBe(1);
    expect(alert(open)).toBe('');
  });

  test('a session gets what is opened, and knows its file again by its content', async () => {
    const session = await openSession();
    const first = await element({ session });
    pick(first.open, await tiff('scan.tif'));
    await expect.poll(() => first.opened.length).toBe(1);
    pick(first.open, await tiff('scan.tif', 9));
    await expect.poll(() => first.opened.length).toBe(2);
    expect(session.study.value.sources.map(({ name }) => name)).toEqual(['scan.tif', 'scan.tif 2']);
    first.open.remove();

    const again = await openSession(parseStudy(JSON.stringify(session.study.value)));
    const { open, opened } = await element({ session: again });
    expect(open.shadowRoot!.textContent).toContain('Not open any more: scan.tif, scan.tif 2');
    pick(open, await tiff('scan.tif', 5));
    await expect.poll(() => alert(open)).toContain('another file');
    expect(opened).toEqual([]);
    pick(open, await tiff('renamed.tif', 9));
    await expect.poll(() => opened.length).toBe(1);
    expect(opened[0]!.id).toBe(session.study.value.sources[1]!.id);
    expect(again.study.value.sources.length).toBe(2);
    expect(again.canUndo.value).toBe(false);
  });

  test('a sample is made and opened, and known again', async () => {
    const session = await openSession();
    const { open, opened } = await element({ session, samples: ['cathode-96x96x64'] });
    await expectAccessible(open);
    find(open, '[aria-label=Samples] button')!.click();
    await expect.poll(() => opened.length, { timeout: 30_000 }).toBe(1);
    expect(opened[0]!.source).toMatchObject({
      name: 'cathode-96x96x64',
      hash: 'sample:cathode-96x96x64',
    });
    expect(opened[0]!.volume.size).toEqual([96, 96, 64]);
  });
});
