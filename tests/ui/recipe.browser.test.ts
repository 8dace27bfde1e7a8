import { afterEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openEngine } from '../../src/engine/index.js';
import { describeOperations } from '../../src/operations/index.js';
import { setLanguage, type VoxRecipe, type WipeDetail } from '../../ui/index.js';
import {
  addSource,
  addStep,
  changeStep,
  emptyStudy,
  openSession,
  type Session,
} from '../../ui/session/index.js';
import { expectAccessible } from './accessible.js';

afterEach(async () => {
  document.body.replaceChildren();
});

async function recipe(
  ...operations: readonly string[]
): Promise<{ element: VoxRecipe; session: Session }> {
  await setLanguage('en');
  const session = await openSession(
    addSource(emptyStudy(), { name: 'scan', bytes: 1, hash: '', options: {}, facts: null })[0],
  );
  let on = 'v1';
  for (const operation of operations)
    session.edit(operation, (study) => {
      const [next, id] = addStep(study, session.catalogue, { operation, on });
      on = id;
      return next;
    });
  const element = document.createElement('vox-recipe');
  element.session = session;
  document.body.append(element);
  await element.updateComplete;
  return { element, session };
}

const root = (element: VoxRecipe): ShadowRoot => element.shadowRoot!;
const main = (element: VoxRecipe, id: string): HTMLElement =>
  root(element).querySelector(`.main[data-id="${id}"]`)!;
const order = ({ study }: Session): string =>
  study.value.steps.map(({ id, on }) => `${id}(${on})`).join(' ');
const titles = (element: VoxRecipe): string[] =>
  [...root(element).querySelectorAll('.title')].map(({ textContent }) => textContent);
const active = (element: VoxRecipe): string | null | undefined =>
  root(element).activeElement?.getAttribute('data-id');

async function press(element: VoxRecipe, keys: string): Promise<void> {
  await userEvent.keyboard(keys);
  await element.updateComplete;
}

/** What steps can call on a volume: no step gives a neural network. */
const onVolumes = describeOperations().filter(
  ({ of, options }) =>
    of.includes('volume') && !options.some(({ kinds }) => kinds.includes('neuralNetwork')),
);

describe('vox-recipe', () => {
  test('a step is searched and added by keyboard alone, and opens', async () => {
    const { element, session } = await recipe('median');
    session.chosen.value = 's2';
    await element.updateComplete;
    const add = root(element).querySelector<HTMLElement>('.add button')!;
    expect(add.textContent.trim()).toBe('Add a step on 1 Median');
    add.focus();
    await press(element, '{Enter}');
    const palette = root(element).querySelector('vox-palette')!;
    await palette.updateComplete;
    const input = palette.shadowRoot!.querySelector('input')!;
    await expect.poll(() => palette.shadowRoot!.activeElement).toBe(input);
    const listed = palette.shadowRoot!.querySelectorAll('[role=option]').length;
    expect(listed).toBe(onVolumes.length);
    await press(element, 'multi o');
    await palette.updateComplete;
    const active = palette.shadowRoot!.getElementById(
      input.getAttribute('aria-activedescendant')!,
    )!;
    expect(active.textContent).toContain('Multi otsu');
    await press(element, '{Enter}');
    expect(order(session)).toBe('s2(v1) s3(s2)');
    expect(root(element).querySelector('vox-op-form')).not.toBeNull();
    expect(session.chosen.value).toBe('s3');
    await press(element, '{Control>}z{/Control}');
    expect(order(session)).toBe('s2(v1)');
    await press(element, '{Control>}y{/Control}');
    expect(order(session)).toBe('s2(v1) s3(s2)');
  });

  test('every operation that fits can be added, and its form is drawn', async () => {
    const { element, session } = await recipe();
    session.chosen.value = 'v1';
    for (const description of onVolumes) {
      root(element).querySelector<HTMLElement>('.add button')!.click();
      await element.updateComplete;
      const palette = root(element).querySelector('vox-palette')!;
      palette.dispatchEvent(new CustomEvent('vox-operation', { detail: description }));
      await element.updateComplete;
      const form = root(element).querySelector('vox-op-form')!;
      await form.updateComplete;
      await expect
        .poll(() => form.shadowRoot!.querySelectorAll('.field').length)
        .toBe(description.options.length);
      session.undo();
      session.chosen.value = 'v1';
      await element.updateComplete;
    }
  });

  test('steps are moved, duplicated, renamed and removed from the keyboard', async () => {
    const { element, session } = await recipe('median', 'gaussian', 'otsu');
    main(element, 's3').focus();
    await press(element, '{Alt>}{ArrowUp}{/Alt}');
    expect(order(session)).toBe('s3(v1) s2(s3) s4(s2)');
    await expect.poll(() => active(element)).toBe('s3');
    expect(root(element).querySelector('[aria-live]')!.textContent).toBe('moved to place 1 of 3');
    await press(element, '{ArrowDown}');
    expect(active(element)).toBe('s2');
    await press(element, '{Control>}d{/Control}');
    expect(order(session)).toBe('s3(v1) s2(s3) s5(s3) s4(s2)');
    await expect.poll(() => active(element)).toBe('s5');
    await press(element, '{F2}');
    await expect.poll(() => root(element).activeElement?.className).toBe('rename');
    await press(element, 'clean{Enter}');
    expect(session.study.value.steps[2]!.title).toBe('clean');
    await expect.poll(() => active(element)).toBe('s5');
    expect(titles(element)).toEqual(['scan', 'Gaussian', 'Median', 'clean', 'Otsu']);
    await press(element, '{Delete}');
    expect(order(session)).toBe('s3(v1) s2(s3) s4(s2)');
    await expect.poll(() => active(element)).toBe('s4');
    for (let i = 0; i < 4; i += 1) session.undo();
    expect(order(session)).toBe('s2(v1) s3(s2) s4(s3)');
  });

  test('errors stand at their step, and go when it is mended in its form', async () => {
    const lab = await openEngine();
    const scan = await lab.open(
      { data: new Uint8Array(64), size: [4, 4, 4] },
      { name: 'scan', unit: 'µm', spacing: [1, 1, 1] },
    );
    const { element, session } = await recipe('gaussian', 'otsu', 'count');
    session.attach('v1', scan);
    session.edit('bad', (study) => changeStep(study, 's2', { options: { sigma: -1 } }));
    await element.updateComplete;
    const errors = (): string[] =>
      [...root(element).querySelectorAll('p.error')].map((each) => each.textContent);
    expect(errors()).toEqual([
      expect.stringContaining('sigma is -1') as string,
      expect.stringContaining('step 1, which has an error') as string,
      expect.stringContaining('step 2, which has an error') as string,
    ]);
    main(element, 's2').click();
    await element.updateComplete;
    const form = root(element).querySelector('vox-op-form')!;
    await expect.poll(() => form.shadowRoot!.querySelector('#in-sigma')).not.toBeNull();
    const sigma = form.shadowRoot!.querySelector<HTMLInputElement>('#in-sigma')!;
    sigma.focus();
    await userEvent.clear(sigma);
    await press(element, '0.5{Enter}');
    await element.updateComplete;
    expect(errors()).toEqual([]);
    expect(session.study.value.steps[0]!.options['sigma']).toBe(0.5);
    await session.results.run();
    session.edit('off', (study) => changeStep(study, 's2', { enabled: false }));
    await element.updateComplete;
    expect(root(element).querySelector('.stale')!.textContent).toBe('stale');
    const wiped: WipeDetail[] = [];
    element.addEventListener('vox-wipe', (event) => wiped.push(event.detail));
    root(element).querySelector<HTMLElement>('[aria-label="Compare before and after"]')!.click();
    await element.updateComplete;
    expect(wiped[0]!.before).toBe(scan);
    expect(wiped[0]!.after).toBe(session.handles.value.handles.get('s3'));
    root(element).querySelector<HTMLElement>('[aria-pressed=true]')!.click();
    expect(wiped[1]).toBeNull();
    await lab.dispose();
  });

  test('steps are moved by dragging', async () => {
    const { element, session } = await recipe('median', 'gaussian', 'otsu');
    const rows = [...root(element).querySelectorAll<HTMLElement>('li[data-index]')];
    const transfer = new DataTransfer();
    const fire = (target: HTMLElement, type: string): void => {
      target.dispatchEvent(
        new DragEvent(type, {
          bubbles: true,
          cancelable: true,
          composed: true,
          dataTransfer: transfer,
        }),
      );
    };
    fire(rows[0]!.querySelector('.row')!, 'dragstart');
    fire(rows[1]!, 'dragover');
    await element.updateComplete;
    expect(rows[1]!.classList.contains('over')).toBe(true);
    fire(rows[1]!, 'drop');
    expect(order(session)).toBe('s3(v1) s2(s3) s4(s2)');
  });

  test('has no serious finding of axe, closed, open and adding', async () => {
    const { element, session } = await recipe('median', 'gaussian', 'otsu', 'fraction');
    session.edit('off', (study) => changeStep(study, 's3', { enabled: false }));
    await expectAccessible(element);
    main(element, 's2').click();
    await element.updateComplete;
    await expect
      .poll(() => root(element).querySelector('vox-op-form')!.shadowRoot!.querySelector('form'))
      .not.toBeNull();
    await expectAccessible(element);
    root(element).querySelector<HTMLElement>('.add button')!.click();
    await element.updateComplete;
    await expectAccessible(element);
  });
});
