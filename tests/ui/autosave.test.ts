import { expect, test } from 'vitest';
import * as operations from '../../src/operations/index.js';
import {
  Autosave,
  Catalogue,
  contentHash,
  emptyStudy,
  restore,
  Session,
  type StudyStore,
} from '../../ui/session/index.js';

const catalogue = new Catalogue(operations);

/** A store in memory that takes its time, and counts. */
class MemoryStore implements StudyStore {
  readonly texts = new Map<string, string>();
  writes = 0;
  atOnce = 0;
  most = 0;
  failing = false;

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(name));
  }

  async write(name: string, text: string): Promise<void> {
    this.writes += 1;
    this.atOnce += 1;
    this.most = Math.max(this.most, this.atOnce);
    await new Promise((resolve) => setTimeout(resolve, 10));
    this.atOnce -= 1;
    if (this.failing) throw new Error('the disk is full');
    this.texts.set(name, text);
  }

  rename(from: string, to: string): Promise<void> {
    this.texts.set(to, this.texts.get(from)!);
    this.texts.delete(from);
    return Promise.resolve();
  }
}

function edits(session: Session, ...titles: readonly string[]): void {
  for (const title of titles) session.edit(title, (study) => ({ ...study, title }));
}

test('a session is written behind its edits, the last of them, and read again', async () => {
  const store = new MemoryStore();
  const session = new Session(catalogue, emptyStudy('first'));
  const autosave = new Autosave(session, store, 'study.json', { wait: 1 });
  await autosave.flush();
  expect(store.writes).toBe(0);
  edits(session, 'a', 'b', 'c');
  await autosave.flush();
  expect(store.writes).toBe(1);
  expect((await restore(store, 'study.json')).study).toEqual(session.study.value);
  edits(session, 'd');
  const flushed = autosave.flush();
  await new Promise((resolve) => setTimeout(resolve, 2));
  edits(session, 'e', 'f');
  await Promise.all([flushed, autosave.flush()]);
  expect(store.writes).toBe(3);
  expect(store.most).toBe(1);
  expect((await restore(store, 'study.json')).study!.title).toBe('f');
  session.undo();
  await autosave.stop();
  expect((await restore(store, 'study.json')).study!.title).toBe('e');
  edits(session, 'g');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect((await restore(store, 'study.json')).study!.title).toBe('e');
});

test('what fails to be written is said, and written with the next try', async () => {
  const store = new MemoryStore();
  const session = new Session(catalogue);
  const said: string[] = [];
  const autosave = new Autosave(session, store, 's', {
    wait: 1000,
    onError: ({ message }) => said.push(message),
  });
  store.failing = true;
  edits(session, 'a');
  await autosave.flush();
  expect(said.join()).toContain('the disk is full');
  store.failing = false;
  await autosave.flush();
  expect((await restore(store, 's')).study!.title).toBe('a');
  await autosave.stop();
});

test('what cannot be read is set aside, and does not come again', async () => {
  const store = new MemoryStore();
  store.texts.set('s', '{"format":"voxmetry-study/1","steps":3}');
  const { study, error, setAside } = await restore(store, 's');
  expect(study).toBeUndefined();
  expect(error!.message).toContain('study.sources is missing');
  expect(store.texts.get(setAside!)).toContain('"steps":3');
  expect((await restore(store, 's')).error).toBeUndefined();
});

test('a file is known again by its content', async () => {
  const small = new Blob(['abc']);
  // SHA-256 of 'abc', as FIPS 180-4 gives it.
  expect(await contentHash(small)).toBe(
    'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  const bytes = new Uint8Array(17 * 2 ** 20);
  const hash = await contentHash(new Blob([bytes]));
  expect(hash).toMatch(/^sha256-ends:[0-9a-f]{64}$/);
  const last = bytes.slice();
  last[last.length - 1] = 1;
  expect(await contentHash(new Blob([last]))).not.toBe(hash);
  expect(await contentHash(new Blob([bytes, 'x']))).not.toBe(hash);
  const [a, b] = ['a', 'b'].map((path) => ({ path, file: new Blob([path]) }));
  expect(await contentHash([a!, b!])).toBe(await contentHash([b!, a!]));
  expect(await contentHash([a!])).not.toBe(await contentHash([{ ...a!, path: 'c' }]));
});
