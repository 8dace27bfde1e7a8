import { afterEach, expect, test } from 'vitest';
import { Autosave, browserStore, openSession, restore } from '../../ui/session/index.js';

const FOLDER = 'voxmetry-test';

afterEach(async () => {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
});

test('a session is kept in the files of the browser, where another page finds it', async () => {
  const store = browserStore(FOLDER);
  expect((await restore(store, 'study.json')).study).toBeUndefined();
  const session = await openSession();
  const autosave = new Autosave(session, store, 'study.json', { wait: 5 });
  session.edit('title', (study) => ({ ...study, title: 'first' }));
  session.edit('title', (study) => ({ ...study, title: 'second' }));
  await autosave.stop();
  // Another store, as that of another page.
  expect((await restore(browserStore(FOLDER), 'study.json')).study).toEqual(session.study.value);
});

test('a file that was cut off is set aside', async () => {
  const store = browserStore(FOLDER);
  await store.write('study.json', '{"format":"voxmetry-study/1","st');
  const { study, error, setAside } = await restore(store, 'study.json');
  expect(study).toBeUndefined();
  expect(error!.code).toBe('invalid-argument');
  expect(await store.read(setAside!)).toContain('"st');
  expect(await store.read('study.json')).toBeUndefined();
});
