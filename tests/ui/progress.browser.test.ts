import { afterEach, expect, test } from 'vitest';
import { setLanguage } from '../../ui/index.js';
import { expectAccessible } from './accessible.js';

afterEach(async () => {
  document.body.replaceChildren();
  await setLanguage('en');
});

test('vox-progress says how far the work has come, and that its button was pressed', async () => {
  await setLanguage('en');
  const bar = document.body.appendChild(document.createElement('vox-progress'));
  bar.label = 'median';
  await bar.updateComplete;
  expect(bar.shadowRoot!.querySelector('progress')!.position).toBe(-1);
  bar.fraction = 0.4;
  await bar.updateComplete;
  expect(bar.shadowRoot!.querySelector('progress')!.value).toBe(0.4);
  expect(bar.shadowRoot!.textContent).toContain('40% done');
  bar.fraction = null;
  await bar.updateComplete;
  expect(bar.shadowRoot!.querySelector('progress')!.position).toBe(-1);
  let cancelled = 0;
  document.body.addEventListener('vox-cancel', () => cancelled++);
  bar.shadowRoot!.querySelector('button')!.click();
  expect(cancelled).toBe(1);
  await expectAccessible(bar);
});

test('a change of the language is drawn, in elements that come back as well', async () => {
  await setLanguage('en');
  const bar = document.body.appendChild(document.createElement('vox-progress'));
  await bar.updateComplete;
  const button = () => bar.shadowRoot!.querySelector('button')!.textContent.trim();
  expect(button()).toBe('Cancel');
  await setLanguage('de');
  await bar.updateComplete;
  expect(button()).toBe('Abbrechen');
  bar.remove();
  await setLanguage('en');
  document.body.append(bar);
  await bar.updateComplete;
  expect(button()).toBe('Cancel');
});
