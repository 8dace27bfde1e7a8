import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { App } from '../../site/code/react_porosity.js';

test('the component of the guide to React is rendered on a server, without a lab', () => {
  const html = renderToString(createElement(App));
  expect(html).toContain('Threshold');
  expect(html).not.toContain('alert');
});
