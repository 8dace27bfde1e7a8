// All words of the elements, in English and in German. `{name}` stands for what is filled in.

/** The words of the elements. */
export type Strings = Readonly<Record<keyof typeof en, string>>;

export const en = {
  cancel: 'Cancel',
  done: '{percent} done',
  timeLeft: 'about {seconds} s left',
  minutesLeft: 'about {minutes} min left',
};

export const de: Strings = {
  cancel: 'Abbrechen',
  done: '{percent} fertig',
  timeLeft: 'noch etwa {seconds} s',
  minutesLeft: 'noch etwa {minutes} min',
};

/** Fills values into a string: `fill('{n} voxels', { n: 3 })`. */
export function fill(string: string, values: Readonly<Record<string, string | number>>): string {
  return string.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
