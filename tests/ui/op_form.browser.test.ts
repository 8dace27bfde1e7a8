import { afterEach, describe, expect, test } from 'vitest';
import { describeOperations, checkOptions } from '../../src/operations/index.js';
import { setLanguage, type OptionsDetail, type VoxOpForm } from '../../ui/index.js';
import { expectAccessible } from './accessible.js';

// A network comes of a file, which no step has.
const all = describeOperations().filter(
  ({ options }) => !options.some(({ kinds }) => kinds.includes('neuralNetwork')),
);

afterEach(async () => {
  document.body.replaceChildren();
  await setLanguage('en');
});

const GRIDS = [
  { id: 'v1', label: 'scan', kind: 'volume' },
  { id: 's2', label: '2 Otsu', kind: 'mask' },
  { id: 's3', label: '3 Separate', kind: 'labels' },
  { id: 's4', label: '4 Surface', kind: 'surface' },
] as const;

async function form(operation: string, change: Partial<VoxOpForm> = {}): Promise<VoxOpForm> {
  await setLanguage('en');
  const element = document.createElement('vox-op-form');
  Object.assign(element, { operation, unit: 'µm', grids: GRIDS, ...change });
  document.body.append(element);
  await expect.poll(() => element.shadowRoot?.querySelector('form')).not.toBeNull();
  return element;
}

const input = (element: VoxOpForm, name: string): HTMLInputElement =>
  element.shadowRoot!.querySelector(`#in-${name}`)!;

async function type(element: VoxOpForm, field: HTMLInputElement, value: string): Promise<void> {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  await element.updateComplete;
}

function said(element: VoxOpForm): OptionsDetail[] {
  const details: OptionsDetail[] = [];
  element.addEventListener('vox-options', (event) => details.push(event.detail));
  return details;
}

function submit(element: VoxOpForm): void {
  element.shadowRoot!.querySelector('form')!.requestSubmit();
}

describe('vox-op-form', () => {
  test('draws every operation: a labelled input with a hint for every option', async () => {
    const element = await form(all[0]!.name);
    for (const { name, of, options } of all) {
      Object.assign(element, { operation: name, kind: of[0] });
      await element.updateComplete;
      const root = element.shadowRoot!;
      expect(root.querySelectorAll('.field').length, name).toBe(options.length);
      const where = `${name} of ${of[0]!}`;
      for (const control of root.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
        const label = control.labels?.[0]?.textContent ?? control.getAttribute('aria-label') ?? '';
        expect(label.trim(), where).not.toBe('');
        const group = control.closest('[role=group]');
        const hint =
          control.getAttribute('aria-describedby') ?? group?.getAttribute('aria-describedby');
        expect(root.getElementById(hint!)?.textContent.trim(), `${where}: ${label}`).not.toBe('');
      }
      expect(root.querySelector('.error'), where).toBeNull();
      submit(element);
      await element.updateComplete;
      // Only what must be given and is not yet has a message, and it is the library's.
      const messages = [...root.querySelectorAll('.error')].map(({ textContent }) => textContent);
      const expected = Object.values(checkOptions(name, of[0]!, {})).map(({ message }) => message);
      expect(messages, where).toEqual(expected);
    }
  });

  test('says complete options; Enter applies, Escape goes back', async () => {
    const element = await form('gaussian');
    const details = said(element);
    await type(element, input(element, 'sigma'), '1,5');
    expect(details).toEqual([]);
    await expect.poll(() => details.length).toBe(1);
    const options = { sigma: 1.5, truncate: 4, border: 'reflect', value: 0 };
    expect(details[0]).toEqual({ options, applied: false });
    submit(element);
    expect(details[1]).toEqual({ options, applied: true });
    await type(element, input(element, 'sigma'), '9');
    input(element, 'sigma').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }),
    );
    await element.updateComplete;
    expect(input(element, 'sigma').value).toBe('1.5');
    expect(details.length).toBe(2);
  });

  test('shows the message of the library at the field, and says nothing', async () => {
    const element = await form('gaussian', { options: { sigma: 1 } });
    const details = said(element);
    for (const bad of ['-2', 'much', '0']) {
      await type(element, input(element, 'sigma'), bad);
      const field = input(element, 'sigma');
      expect(field.getAttribute('aria-invalid')).toBe('true');
      const hint = element.shadowRoot!.getElementById(field.getAttribute('aria-describedby')!)!;
      const value = bad === 'much' ? bad : Number(bad);
      expect(hint.textContent).toBe(
        checkOptions('gaussian', 'volume', { sigma: value })['sigma']!.message,
      );
      submit(element);
    }
    expect(details).toEqual([]);
    await type(element, input(element, 'sigma'), '2');
    expect(input(element, 'sigma').getAttribute('aria-invalid')).toBe('false');
  });

  test('arrow keys change numbers by what suits them', async () => {
    const element = await form('gaussian', { options: { sigma: 1.5 } });
    const press = async (name: string, key: string, shiftKey = false): Promise<string> => {
      input(element, name).dispatchEvent(
        new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }),
      );
      await element.updateComplete;
      return input(element, name).value;
    };
    expect(await press('sigma', 'ArrowUp')).toBe('1.6');
    expect(await press('sigma', 'ArrowDown', true)).toBe('0.6');
    element.operation = 'anisotropicDiffusion';
    element.options = { iterations: 10 };
    await element.updateComplete;
    expect(await press('iterations', 'ArrowUp')).toBe('11');
  });

  test('an error of the call is shown at its option, or above', async () => {
    const element = await form('gaussian', { options: { sigma: 900 } });
    const error = Object.assign(new Error('gaussian: sigma is longer than the volume.'), {
      details: { parameter: 'sigma' },
    });
    Object.assign(element, { error });
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('#hint-sigma')!.textContent).toBe(error.message);
    Object.assign(element, { error: Object.assign(new Error('lost'), { details: {} }) });
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('[role=alert]')!.textContent).toBe('lost');
  });

  test('grids are chosen among those of the right kind', async () => {
    const element = await form('watershed', { kind: 'volume' });
    const choices = [...element.shadowRoot!.querySelectorAll('#in-markers option')];
    expect(choices.map((option) => option.getAttribute('value'))).toEqual(['', 's3']);
    const details = said(element);
    const select = element.shadowRoot!.querySelector<HTMLSelectElement>('#in-markers')!;
    select.value = 's3';
    select.dispatchEvent(new Event('change'));
    expect(details[0]).toMatchObject({ options: { markers: { ref: 's3' } }, applied: true });
  });

  test('German: a decimal comma in, a decimal comma out, the same options', async () => {
    const element = await form('gaussian', { options: { sigma: 1.5 } });
    await setLanguage('de');
    element.options = { sigma: 2.5 };
    await element.updateComplete;
    expect(input(element, 'sigma').value).toBe('2,5');
    const details = said(element);
    await type(element, input(element, 'sigma'), '3,25');
    submit(element);
    expect(details[0]!.options['sigma']).toBe(3.25);
  });

  test.each(['gaussian', 'crop', 'select', 'resampleTo', 'watershed', 'porosity', 'add'])(
    'has no serious finding of axe: %s',
    async (operation) => {
      await expectAccessible(await form(operation));
    },
  );
});
