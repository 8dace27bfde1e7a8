import { describe, expect, it } from 'vitest';
import { readAbout } from '../../src/cli/about.js';
import { workplace } from './run/fixture.js';

const place = workplace();
const flags = { sample: undefined, note: undefined, about: undefined };

describe('readAbout', () => {
  it('takes flags and a file together, the flags first', async () => {
    const file = await place.json('about.json', {
      sample: 'of the file',
      notes: ['one'],
      facts: { operator: 'A', year: 2019 },
      phases: { 0: 'pore', bright: 'NMC' },
    });
    expect(await readAbout({ sample: 'of the flag', note: 'two', about: file })).toEqual({
      sample: 'of the flag',
      notes: ['one', 'two'],
      facts: { operator: 'A', year: '2019' },
      phases: { 0: 'pore', bright: 'NMC' },
    });
    expect((await readAbout({ ...flags, about: file })).sample).toBe('of the file');
    expect(await readAbout(flags)).toEqual({ sample: null, notes: [], facts: {}, phases: {} });
  });

  it.each([
    ['no JSON', '{ "sample": ', /is no JSON/],
    ['a list', '[1]', /the content is not as it should be/],
    ['an unknown name', '{ "colour": 1 }', /"colour" is not as it should be/],
    ['notes that are no list', '{ "notes": "a" }', /"notes"/],
    ['a sample that is no text', '{ "sample": 3 }', /"sample"/],
    ['facts within facts', '{ "facts": { "a": { "b": 1 } } }', /"facts"/],
    ['phases that are no names', '{ "phases": { "0": null } }', /"phases"/],
  ])('refuses %s and says what is allowed', async (_, content, message) => {
    const about = await place.write('wrong.json', content);
    await expect(readAbout({ ...flags, about })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message) as string,
    });
    await expect(readAbout({ ...flags, about })).rejects.toThrow(/"sample": text/);
  });

  it('refuses a file that is not there', async () => {
    const about = place.path('none.json');
    await expect(readAbout({ ...flags, about })).rejects.toThrow(
      /cannot read --about .*no such file/,
    );
  });
});
